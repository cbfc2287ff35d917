import { engineData } from 'backstage-plugin-database-health-common';
import { available, type MariadbServer, startMariadb } from 'mariadb-server';
import type { Connection } from 'mysql2/promise';
import { eventually } from '../../../__testUtils__/eventually';
import type { Session, Sessions } from '../../../pure/facts';
import { mostSessions } from '../../../pure/facts';
import {
  asSuperuser,
  mariadb,
  superuserSession,
} from '../../__testUtils__/mariadbSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

const name = 'backstage_plugin_catalog';

const pidOf = ({ threadId }: Connection) => threadId;

/** Whether the server tells who holds a table, too. */
const servers: readonly {
  what: string;
  settings: Record<string, string>;
  tellsMetadata: boolean;
}[] = [
  { what: 'as it comes', settings: {}, tellsMetadata: false },
  {
    what: 'with its performance schema',
    settings: {
      performance_schema: 'on',
      performance_schema_instrument: 'wait/lock/metadata/sql/mdl=on',
      performance_schema_consumer_events_statements_current: 'on',
    },
    tellsMetadata: true,
  },
];

// Whoever may connect has a session, its name and its statement told, without values, of
// at most 50, and chooses what they say; who blocks others comes first. No table is read.
(available ? describe : describe.skip).each(servers)(
  'Sessions of MariaDB $what',
  ({ settings, tellsMetadata }) => {
    let server: MariadbServer;
    let subject: Subject;
    const opened: Connection[] = [];

    beforeAll(async () => {
      server = await startMariadb({ settings });
      subject = await mariadb(server).create('catalog');
      await subject.client.schema.createTable('things', table => {
        table.increments();
        table.string('name');
      });
      await subject.client('things').insert([{ name: 'a' }, { name: 'b' }]);
    });
    afterEach(async () => {
      opened.splice(0).forEach(each => each.destroy());
      // The server notices late that who runs a statement is gone.
      for (const { id } of await asSuperuser(
        server,
        `select id from information_schema.processlist where command = 'Query' and id <> connection_id()`,
      )) {
        await asSuperuser(server, `kill ${id}`).catch(() => {});
      }
      await seen(({ sessions }) => sessions.length === 0);
    });
    afterAll(async () => {
      await subject?.dispose();
      await server?.dispose();
    });

    async function connect(database: string = name): Promise<Connection> {
      const connection = await superuserSession(server, database);
      connection.on('error', () => {});
      opened.push(connection);
      return connection;
    }

    /** Looks until what it sees is what is waited for. */
    function seen(isThere: (told: Sessions) => boolean): Promise<Sessions> {
      return eventually(async () => {
        const told = await readFact(subject, 'sessions');
        if (!isThere(told)) {
          throw new Error(JSON.stringify(told));
        }
        return told;
      });
    }

    const of = (told: Sessions, connection: Connection) =>
      told.sessions.find(({ pid }) => pid === pidOf(connection));

    const links = (told: Sessions) =>
      Object.fromEntries(
        told.sessions.map(({ pid, blockedBy, state }) => [
          pid,
          { blockedBy: [...blockedBy].sort(), state },
        ]),
      );

    it('are none where nobody does anything', async () => {
      await connect();
      expect(await readFact(subject, 'sessions')).toEqual({
        sessions: [],
        truncated: false,
        partial: false,
      });
    });

    it('tell of a transaction that is idle, without the values in it, whatever the zone of the session', async () => {
      const idle = await connect();
      await subject.client.raw(`set time_zone = '-11:00'`);
      await idle.beginTransaction();
      await idle.query(`update things set name = 'secret' where id = 1`);
      const { sessions } = await seen(told => told.sessions.length === 1);
      expect(sessions).toEqual([
        {
          pid: pidOf(idle),
          own: true,
          database: name,
          pluginId: 'catalog',
          application: '',
          user: 'root',
          client: '127.0.0.1',
          state: 'idle-in-transaction',
          stateMs: expect.any(Number),
          transactionMs: expect.any(Number),
          blockedBy: [],
          statement: tellsMetadata
            ? 'update things set name = ? where id = ?'
            : '',
        },
      ]);
      expect(sessions[0].transactionMs).toBeLessThan(600_000);
      const later = await seen(told => told.sessions[0]?.stateMs > 200);
      expect(later.sessions[0].transactionMs).toBeGreaterThanOrEqual(
        later.sessions[0].stateMs,
      );
      await idle.rollback();
      await seen(({ sessions: left }) => left.length === 0);
      await subject.client.raw(`set time_zone = 'SYSTEM'`);
    });

    it('tell of a long transaction how long it has been open, whatever it does meanwhile', async () => {
      const busy = await connect();
      await busy.beginTransaction();
      await busy.query('select * from things');
      const openMs = (told: Sessions) => of(told, busy)?.transactionMs ?? 0;
      await seen(told => openMs(told) > 1_000);
      const running = busy.query('select sleep(600)').catch(() => {});
      const told = await seen(each => of(each, busy)?.state === 'active');
      expect(openMs(told)).toBeGreaterThan(of(told, busy)!.stateMs);
      await asSuperuser(server, `kill query ${pidOf(busy)}`);
      await running;
      await busy.rollback();
    });

    it('tell of a statement that runs, and that the line to end it ends no later one', async () => {
      const running = await connect();
      const sleeps = () =>
        running.query('select sleep(?)', [600]).then(
          () => 'whole',
          ({ code }) => code,
        );
      const first = sleeps();
      const [session] = (
        await seen(told => (of(told, running)?.stateMs ?? 0) > 1_000)
      ).sessions;
      expect(session).toMatchObject({
        pluginId: 'catalog',
        state: 'active',
        waitsFor: 'User sleep',
        statement: 'select sleep(?)',
      });
      await run('cancel', session);
      expect(await first).toBe('ER_QUERY_INTERRUPTED');
      // Now it does something else, which has not lasted as long.
      const second = sleeps();
      await seen(told => of(told, running)?.state === 'active');
      await run('cancel', { ...session, stateMs: 3_600_000 });
      expect(of(await readFact(subject, 'sessions'), running)).toMatchObject({
        state: 'active',
      });
      await asSuperuser(server, `kill query ${pidOf(running)}`);
      await second;
    });

    /** As a person would, in one session. */
    async function run(
      end: 'cancel' | 'terminate',
      session: Session,
    ): Promise<void> {
      const person = await superuserSession(server);
      const lines = engineData.mysql.sessions!.endLine(end, session);
      for (const line of lines.split('\n')) {
        await person.query(line);
      }
      person.destroy();
    }

    it('tell of a chain of three who waits for whom, for how long, and end with its root', async () => {
      const [first, second, third] = [
        await connect(),
        await connect(),
        await connect(),
      ];
      const pids = [first, second, third].map(pidOf);
      const update = (connection: Connection, id: number) =>
        connection.query('update things set name = name where id = ?', [id]);
      await first.beginTransaction();
      await second.beginTransaction();
      await update(first, 1);
      await update(second, 2);
      const secondWaits = update(second, 1);
      const thirdWaits = update(third, 2);
      const told = await seen(
        each => each.sessions.filter(s => s.blockedBy.length).length === 2,
      );
      expect(links(told)).toEqual({
        [pids[0]]: { blockedBy: [], state: 'idle-in-transaction' },
        [pids[1]]: { blockedBy: [pids[0]], state: 'active' },
        [pids[2]]: { blockedBy: [pids[1]], state: 'active' },
      });
      expect(of(told, second)).toMatchObject({ waitsFor: 'InnoDB lock' });
      const { sessions } = await seen(
        each => (of(each, second)?.blockedMs ?? 0) > 1_000,
      );
      const root = sessions.find(({ pid }) => pid === pids[0])!;
      expect(root).not.toHaveProperty('blockedMs');

      await run('terminate', { ...root, transactionMs: 3_600_000 });
      await first.query('select 1');
      await run('terminate', root);
      await expect(first.query('select 1')).rejects.toThrow();
      await secondWaits;
      await second.rollback();
      await thirdWaits;
      await seen(({ sessions: left }) => left.length === 0);
    });

    it('tell of who waits for a table that is to be changed, and of whom it waits for where the server does', async () => {
      const [reader, changer, late] = [
        await connect(),
        await connect(),
        await connect(),
      ];
      const pids = [reader, changer, late].map(pidOf);
      await reader.beginTransaction();
      await reader.query('select * from things');
      const changes = changer.query('alter table things add extra int');
      await seen(told => of(told, changer)?.waitsFor !== undefined);
      const reads = late.query('select * from things');
      const told = await seen(
        each =>
          of(each, late)?.blockedMs !== undefined &&
          of(each, reader)?.state === 'idle-in-transaction',
      );
      expect(of(told, changer)).toMatchObject({
        waitsFor: 'table metadata lock',
        blockedMs: expect.any(Number),
        statement: 'alter table things add extra int',
      });
      expect(of(told, reader)).not.toHaveProperty('blockedMs');
      // Whoever comes later waits for the first and, once that is queued, the second.
      const first = pids.slice(0, tellsMetadata ? 1 : 0);
      expect(of(told, reader)).toMatchObject({
        blockedBy: [],
        state: 'idle-in-transaction',
      });
      expect(of(told, changer)!.blockedBy).toEqual(first);
      expect(of(told, late)!.blockedBy).toEqual(expect.arrayContaining(first));
      await reader.rollback();
      await changes;
      await reads;
      await changer.query('alter table things drop extra');
      await seen(({ sessions: left }) => left.length === 0);
    });

    it('tell of one that blocks others from another database', async () => {
      await asSuperuser(server, 'create database if not exists other');
      const [elsewhere, waiter] = [await connect('other'), await connect()];
      await elsewhere.beginTransaction();
      await elsewhere.query(`update ${name}.things set name = name`);
      const waits = waiter.query('update things set name = name where id = 1');
      const told = await seen(each => !!of(each, waiter)?.blockedBy.length);
      expect(of(told, elsewhere)).toMatchObject({
        own: false,
        database: 'other',
        pluginId: null,
        state: 'idle-in-transaction',
      });
      await elsewhere.rollback();
      await waits;
    });

    it('leave out those of databases that are not looked at', async () => {
      await asSuperuser(server, 'create database if not exists other');
      const elsewhere = await connect('other');
      const running = elsewhere.query('select sleep(600)').catch(() => {});
      await eventually(async () =>
        expect(
          await asSuperuser(
            server,
            `select id from information_schema.processlist where db = 'other' and command = 'Query'`,
          ),
        ).toHaveLength(1),
      );
      await seen(({ sessions: left }) => left.length === 0);
      await asSuperuser(server, `kill ${pidOf(elsewhere)}`);
      await running;
    });

    it.each([
      { how: 'nothing', grants: [], partial: true },
      {
        how: 'PROCESS',
        grants: [`grant process on *.* to 'pl@in'`],
        partial: false,
      },
      {
        how: 'a role with PROCESS',
        grants: [
          'create or replace role sees',
          'grant process on *.* to sees',
          `grant sees to 'pl@in'`,
          `set default role sees for 'pl@in'`,
        ],
        partial: false,
      },
    ])(
      'are told whole or not to a user that was granted $how, and nothing is tried that it may not',
      async ({ grants, partial }) => {
        for (const sql of [
          `create or replace user 'pl@in' identified by 'plain'`,
          `grant all on ${name}.* to 'pl@in'`,
          ...grants,
        ]) {
          await asSuperuser(server, sql);
        }
        const plain = await mariadb(
          server,
          { user: 'pl@in', password: 'plain' },
          { ensureExists: false },
        ).create('catalog');
        const idle = await connect();
        await idle.beginTransaction();
        await idle.query('update things set name = name');
        const errors = () =>
          asSuperuser(server, `show global status like 'Access_denied_errors'`);
        await plain.client.raw('select 1');
        const before = await errors();
        const own = plain.client.raw('select sleep(600)').catch(() => {});
        const told = await eventually(async () => {
          const read = await readFact(plain, 'sessions');
          expect(read.sessions.map(({ state }) => state).sort()).toEqual(
            partial ? ['active'] : ['active', 'idle-in-transaction'],
          );
          return read;
        });
        expect(told).toMatchObject({ partial, truncated: false });
        expect(
          told.sessions.filter(({ user }) => user === 'root'),
        ).toMatchObject(
          [
            {
              pid: pidOf(idle),
              pluginId: null,
              stranger: true,
              state: 'idle-in-transaction',
            },
          ].slice(partial ? 1 : 0),
        );
        expect(await errors()).toEqual(before);
        const sleeper = told.sessions.find(({ user }) => user === 'pl@in')!;
        await asSuperuser(server, `kill ${sleeper.pid}`);
        await own;
        await plain.dispose();
        await idle.rollback();
      },
    );

    it('are bounded, however long their statements are, and those of a chain are told first', async () => {
      const many: Connection[] = [];
      for (let i = 0; i < mostSessions + 5; i++) {
        many.push(await connect());
      }
      for (const connection of many) {
        await connection.beginTransaction();
        await connection.query('select * from things');
      }
      const holder = many[many.length - 1];
      await holder.query('update things set name = name');
      const waiter = await connect();
      const waits = waiter.query(
        `update things set name = left('${'x'.repeat(
          500_000,
        )}', 1) where id = 1`,
      );
      const told = await seen(
        ({ sessions }) => sessions[0]?.pid === pidOf(holder),
      );
      expect(told.sessions).toHaveLength(mostSessions);
      expect(told.truncated).toBe(true);
      expect(told.sessions[1].pid).toBe(pidOf(waiter));
      expect(told.sessions[1].statement.length).toBeLessThan(3_000);
      await holder.rollback();
      await waits;
    });
  },
);
