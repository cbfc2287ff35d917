import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import mysql, { type Connection } from 'mysql2/promise';
import { asSuperuser, mariadb } from '../../__testUtils__/mariadbSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever owns a table reaches nothing through this. Whoever may connect can make the
// number larger, up to the limit: no name of a session is read.
(available ? describe : describe.skip)('The connections of MariaDB', () => {
  const limit = 12;
  const plain = { user: 'plain', password: 'secret' };
  let server: MariadbServer;
  let subject: Subject;
  const others: Connection[] = [];

  beforeAll(async () => {
    server = await startMariadb({
      settings: { max_connections: String(limit) },
    });
    await asSuperuser(
      server,
      `create user ${plain.user} identified by '${plain.password}'`,
    );
    await asSuperuser(
      server,
      `grant all on backstage_plugin_plugin.* to ${plain.user}`,
    );
    subject = await mariadb(server, plain).create('plugin');
  });
  afterAll(async () => {
    others.forEach(each => each.destroy());
    await subject?.dispose();
    await server?.dispose();
  });

  it('are those of all users, in places that are for all of them', async () => {
    const connect = () =>
      mysql.createConnection({ ...server.connection(), ...plain });
    const { used } = await readFact(subject, 'connections');
    others.push(await connect());
    expect(await readFact(subject, 'connections')).toEqual({
      used: used + 1,
      limit,
      reserved: 0,
      run: expect.any(String),
    });

    const fill = async () => {
      for (;;) {
        others.push(await connect());
      }
    };
    await expect(fill()).rejects.toMatchObject({ code: 'ER_CON_COUNT_ERROR' });
    expect(await readFact(subject, 'connections')).toMatchObject({
      used: limit,
    });
    // One place more, for an administrator.
    expect(await asSuperuser(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});
