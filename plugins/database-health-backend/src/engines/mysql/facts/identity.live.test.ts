import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import { asSuperuser, mariadb } from '../../__testUtils__/mariadbSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

// Whoever owns a table reaches nothing through this: only variables of the server are
// read.
(available ? describe : describe.skip)(
  'The identity of a MariaDB server',
  () => {
    it('is the same by each of its names and after a restart, and another on each server', async () => {
      const [server, other] = [await startMariadb(), await startMariadb()];
      const said = async (of: MariadbServer, connection: object = {}) => {
        const subject = await mariadb(of, connection).create('plugin');
        try {
          const { server: identity } = await readFact(subject, 'identity');
          const { run } = await readFact(subject, 'connections');
          expect(identity).toEqual({ key: run, run, pooled: false });
          return identity!.key;
        } finally {
          await subject.dispose();
        }
      };
      try {
        const first = await said(server);
        expect(await said(server, { host: 'localhost' })).toBe(first);
        expect(await said(other)).not.toBe(first);
        await server.stop();
        await server.start();
        expect(await said(server)).toBe(first);
      } finally {
        await server.dispose();
        await other.dispose();
      }
    });
  },
);

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
