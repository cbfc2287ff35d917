import type { AnyCheck } from 'backstage-plugin-database-health-node';
import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import type { Connection } from 'mysql2/promise';
import { eventually } from '../../../__testUtils__/eventually';
import {
  asSuperuser,
  mariadb,
  superuserSession,
} from '../../../engines/__testUtils__/mariadbSubjects';
import { type Subject, readFact } from '../../../engines/__testUtils__/subject';
import { evaluate, judgements } from '../../__testUtils__/evaluate';
import { blocked } from '../../sessions/blocked';
import { idleInTransaction } from '../../sessions/idle-in-transaction';
import { longQuery } from '../../sessions/long-query';

const soon = { warningSeconds: 1, criticalSeconds: 600 };

/** Sick, then cured by the line that the finding offers. */
(available ? describe : describe.skip)('On sessions of MariaDB', () => {
  let server: MariadbServer;
  let subject: Subject;
  let connections: Connection[];

  beforeAll(async () => {
    server = await startMariadb();
    subject = await mariadb(server).create('catalog');
    await subject.client.schema.createTable('things', table => {
      table.increments();
    });
    await subject.client('things').insert([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });
  beforeEach(async () => {
    connections = [];
    for (let i = 0; i < 3; i++) {
      const connection = await superuserSession(server, subject.identity.name);
      connection.on('error', () => {});
      connections.push(connection);
    }
  });
  afterEach(() => connections.forEach(each => each.destroy()));
  afterAll(async () => {
    await subject?.dispose();
    await server?.dispose();
  });

  const judge = async (check: AnyCheck) =>
    judgements(
      check,
      { sessions: await readFact(subject, 'sessions') },
      { engine: 'mysql', limits: soon },
    );

  /** The finding, once the server has it; then its line is run, and it is gone. */
  async function toldAndCured(
    check: AnyCheck,
    goOn: () => Promise<unknown> = async () => {},
  ) {
    const finding = await eventually(async () => {
      const [found] = await judge(check);
      expect(found).toBeDefined();
      return found;
    });
    const person = await superuserSession(server);
    for (const line of finding.remedy.sql!.split('\n')) {
      await person.query(line);
    }
    person.destroy();
    await goOn();
    await eventually(async () => expect(await judge(check)).toEqual([]));
    return finding;
  }

  const lock = (connection: Connection, id: number) =>
    connection.query('select * from things where id = ? for update', [id]);

  it('the root of those that wait is told, and ended', async () => {
    const [first, second, third] = connections;
    await first.beginTransaction();
    await second.beginTransaction();
    await lock(first, 1);
    await lock(second, 2);
    const waits = [lock(second, 1), lock(third, 2)];
    // Without them the chain may be told before its end has waited for long.
    await eventually(async () => {
      const [found] = await judge(blocked);
      expect(found?.message).toMatch(/^2 sessions wait/);
    });
    const { message, severity } = await toldAndCured(blocked, async () => {
      await waits[0];
      await second.rollback();
      await waits[1];
    });
    expect(severity).toBe('warning');
    expect(message).toContain(
      `It is blocked by session ${first.threadId} of catalog, which has been idle for`,
    );
    await expect(first.query('select 1')).rejects.toThrow();
  });

  it('a transaction that is idle is told, and ended', async () => {
    const [idle] = connections;
    await idle.beginTransaction();
    await lock(idle, 1);
    const { message } = await toldAndCured(idleInTransaction);
    expect(message).toContain(`session ${idle.threadId} of catalog.`);
  });

  it('a long statement is told, and ended without its session', async () => {
    const [busy] = connections;
    const running = busy.query('select sleep(600)').catch(({ code }) => code);
    const { message } = await toldAndCured(longQuery);
    expect(message).toContain(`session ${busy.threadId} of catalog.`);
    expect(await running).toBe('ER_QUERY_INTERRUPTED');
    await busy.query('select 1');
  });

  it.each([blocked, idleInTransaction, longQuery])(
    'nothing is well of what a user may not see: $id',
    async check => {
      await asSuperuser(
        server,
        `create or replace user plain identified by 'plain'`,
      );
      await asSuperuser(
        server,
        `grant all on ${subject.identity.name}.* to plain`,
      );
      const plain = await mariadb(
        server,
        { user: 'plain', password: 'plain' },
        { ensureExists: false },
      ).create('catalog');
      const sessions = await readFact(plain, 'sessions');
      expect(evaluate(check, { sessions }, { engine: 'mysql' })).toEqual({
        skipped: expect.stringContaining('Grant it `PROCESS`'),
      });
      await plain.dispose();
    },
  );
});
