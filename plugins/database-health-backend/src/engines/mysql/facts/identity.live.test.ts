import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { asSuperuser, mariadb } from '../../__testUtils__/mariadbSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

(available ? describe : describe.skip)('The role of a MariaDB server', () => {
  let server: MariadbServer;
  let subject: Subject;

  beforeAll(async () => {
    server = await startMariadb();
    subject = await mariadb(server).create('plugin');
  });
  afterAll(async () => {
    await subject?.dispose();
    await server?.dispose();
  });

  it('is that of a standby while it is read only', async () => {
    expect(await readFact(subject, 'identity')).toMatchObject({
      role: 'primary',
    });
    await asSuperuser(server, 'set global read_only = on');
    expect(await readFact(subject, 'identity')).toMatchObject({
      role: 'standby',
    });
    await asSuperuser(server, 'set global read_only = off');
    expect(await readFact(subject, 'identity')).toMatchObject({
      role: 'primary',
    });
  });
});
