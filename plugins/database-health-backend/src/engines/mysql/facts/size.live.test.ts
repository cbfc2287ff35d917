import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { mariadb } from '../../__testUtils__/mariadbSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever may make tables there can make the sum of sizes larger, and the read as slow
// as its time limit: the server opens each table. No row and no name is read.
(available ? describe : describe.skip)('The size of a MariaDB database', () => {
  let server: MariadbServer;
  let subject: Subject;

  beforeAll(async () => {
    server = await startMariadb();
  });
  beforeEach(async () => {
    subject = await mariadb(server).create('plugin');
  });
  afterEach(async () => {
    await subject?.client.raw(`drop database ${subject.identity.name}`);
    await subject?.dispose();
  });
  afterAll(() => server?.dispose());

  it('is exact where its engines know it, and says where they estimate', async () => {
    const { client } = subject;
    expect(await readFact(subject, 'size')).toEqual({
      bytes: 0,
      approximate: false,
      tables: 0,
    });
    await client.raw('create table a (id int) engine = MyISAM');
    await client.raw('insert into a values (1), (2)');
    expect(await readFact(subject, 'size')).toEqual({
      bytes: 2 * 7 + 1_024,
      approximate: false,
      tables: 1,
    });
    await client.raw('create table b (id int)');
    expect(await readFact(subject, 'size')).toMatchObject({
      approximate: true,
      tables: 2,
    });
  });

  it('counts tables that keep their history, and no views', async () => {
    const { client } = subject;
    await client.raw('create table kept (id int) with system versioning');
    await client.raw('create view seen as select * from kept');
    expect(await readFact(subject, 'size')).toMatchObject({
      bytes: 16_384,
      tables: 1,
    });
  });
});
