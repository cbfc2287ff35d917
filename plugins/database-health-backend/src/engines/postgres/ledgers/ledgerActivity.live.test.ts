import { type LedgerFact } from '../../../pure/facts';
import { ledgerState, lockEvidence } from '../../../pure/ledger';
import { Client, type ClientConfig } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../../../__testUtils__/eventually';
import { Gate } from '../../__testUtils__/gate';
import { MigratingProcess } from '../../__testUtils__/migratingProcess';
import { MigrationsFolder } from '../../__testUtils__/migrations';
import {
  asAnotherReplica,
  asSuperuser,
  databaseMode,
  schemaMode,
  superuserSession,
} from '../../__testUtils__/postgresSubjects';
import {
  type Subject,
  type SubjectKind,
  readFact,
} from '../../__testUtils__/subject';
import { toActivity } from './ledgerActivity';

describe.each([14, 18] as const)('PostgreSQL %i', major => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres({ major });
  });
  afterAll(() => server?.dispose());

  describe('in database mode', () => {
    tellsWhoUsesALedger(major, () => ({ server, kind: databaseMode(server) }));
  });
  describe('in schema mode', () => {
    tellsWhoUsesALedger(major, () => ({ server, kind: schemaMode(server) }));
  });
});

function tellsWhoUsesALedger(
  major: 14 | 18,
  start: () => { server: PostgresServer; kind: SubjectKind },
) {
  const unused = { holders: [], active: [], partial: false };
  let server: PostgresServer;
  let kind: SubjectKind;
  let subject: Subject;
  let folder: MigrationsFolder;
  let gate: Gate;
  let sessions: Client[];
  let created = 0;

  beforeAll(() => {
    ({ server, kind } = start());
  });
  beforeEach(async () => {
    created += 1;
    subject = await kind.create(`plugin${created}`);
    folder = new MigrationsFolder().add('1_first.js');
    await subject.client.migrate.latest({ directory: folder.directory });
    gate = await Gate.close(server, subject.identity.name);
    sessions = [];
  });
  afterEach(async () => {
    await Promise.all(sessions.map(session => session.end()));
    await gate?.dispose();
    folder.dispose();
    await subject?.dispose();
  });

  async function read(): Promise<LedgerFact> {
    const [ledger, ...others] = await readFact(subject, 'ledgers');
    expect(others).toEqual([]);
    return ledger;
  }

  const said = (ledger: LedgerFact) => ({
    evidence: lockEvidence(ledger),
    state: ledgerState(ledger, { migrationsSkipped: false }),
  });

  /** A session of somebody else on the same database. */
  async function stranger(): Promise<Client> {
    const session = await superuserSession(server, subject.identity.name);
    const { schema = 'public' } = subject.identity;
    await session.query(`set search_path to "${schema}"`);
    sessions.push(session);
    return session;
  }

  async function pidOf(session: Client): Promise<number> {
    const { rows } = await session.query('select pg_backend_pid() as pid');
    return rows[0].pid;
  }

  /** Waits for a session of which the server says so. */
  async function seen(what: string): Promise<void> {
    const sql = `select from pg_stat_activity where ${what}`;
    await eventually(async () =>
      expect(await asSuperuser(server, sql)).not.toEqual([]),
    );
  }

  const takeLock = () =>
    subject.client('knex_migrations_lock').update({ is_locked: 1 });

  async function startOf(pid: number, column: string): Promise<number> {
    const [{ at }] = await asSuperuser<{ at: number }>(
      server,
      `select extract(epoch from ${column})::float8 * 1000 as at
       from pg_stat_activity where pid = ${pid}`,
    );
    return at;
  }

  /** Server and process have the same clock in a test. */
  async function readWithTimes() {
    const before = Date.now();
    const ledger = await read();
    return { ledger, tookMs: Date.now() - before };
  }

  it('sees a run in a transaction of another process begin and end', async () => {
    folder.addStatement('2_second.js', `select ${Gate.sql}`);
    const run = new MigratingProcess({
      ...asAnotherReplica(server, subject),
      migrations: { directory: folder.directory },
    });
    const pid = await gate.reached();
    const { ledger, tookMs } = await readWithTimes();
    expect(ledger).toMatchObject({
      applied: [{ name: '1_first.js' }],
      lockRows: [{ index: 1, isLocked: false }],
      activity: {
        holders: [{ pid, since: expect.any(Number), waitsFor: 'Lock' }],
        active: [{ pid, since: expect.any(Number), waitsFor: 'Lock' }],
        partial: false,
      },
    });
    expect(said(ledger)).toEqual({ evidence: 'transaction', state: 'running' });

    const { holders, active } = ledger.activity!;
    for (const [{ since }, column] of [
      [holders[0], 'xact_start'],
      [active[0], 'query_start'],
    ] as const) {
      const startedAt = await startOf(pid, column);
      // Date.now() cuts up to a millisecond off, and rounding half of one.
      expect(since).toBeGreaterThanOrEqual(startedAt - 1.5);
      expect(since).toBeLessThanOrEqual(startedAt + tookMs + 0.5);
    }
    expect(holders[0].since).toBeLessThan(active[0].since);

    await gate.open();
    expect(await run.ended()).toBe(0);
    await gate.left(pid);
    const after = await read();
    expect(after).toMatchObject({
      applied: [{ name: '1_first.js' }, { name: '2_second.js' }],
      activity: unused,
    });
    expect(said(after).evidence).toBe('free');
  });

  it('tells a run outside a transaction from its orphan and from what both leave behind', async () => {
    folder.addStatement('2_second.js', `select ${Gate.sql}`, {
      transaction: false,
    });
    const run = new MigratingProcess({
      ...asAnotherReplica(server, subject),
      migrations: { directory: folder.directory },
    });
    const pid = await gate.reached();
    const inFlight = {
      lockRows: [{ index: 1, isLocked: true }],
      activity: { holders: [], active: [{ pid, waitsFor: 'Lock' }] },
    };
    const running = await read();
    expect(running).toMatchObject(inFlight);
    expect(said(running)).toEqual({ evidence: 'statement', state: 'running' });

    await run.kill();
    const orphaned = await read();
    expect(orphaned).toMatchObject(inFlight);
    const announced = { replicaId: 'dead', since: 0, alive: false };
    expect(
      said({ ...orphaned, activity: { ...orphaned.activity!, announced } }),
    ).toEqual({ evidence: 'orphaned-statement', state: 'locked' });

    await gate.open();
    await gate.left(pid);
    const stale = await read();
    expect(stale).toMatchObject({
      lockRows: [{ index: 1, isLocked: true }],
      activity: unused,
    });
    expect(said(stale)).toEqual({ evidence: 'stale', state: 'locked' });
  });

  it('sees a run that is between two statements', async () => {
    const session = await stranger();
    const pid = await pidOf(session);
    await session.query('begin');
    await session.query('update knex_migrations_lock set is_locked = 1');
    // It answers a moment before it waits for the next statement.
    await seen(`pid = ${pid} and wait_event_type = 'Client'`);
    const { activity } = await read();
    expect(activity).toEqual({
      holders: [
        {
          pid,
          since: expect.any(Number),
          waitsFor: 'Client',
        },
      ],
      active: [],
      partial: false,
    });
    await session.query('rollback');
    expect((await read()).activity).toEqual(unused);
  });

  it('tells first who has held the lock table for longest', async () => {
    const runs = await stranger();
    await runs.query('begin');
    await runs.query('update knex_migrations_lock set is_locked = 1');
    const waits = await stranger();
    const pid = await pidOf(waits);
    const waiting = waits.query(
      'update knex_migrations_lock set is_locked = 1 where is_locked = 0',
    );
    await seen(`pid = ${pid} and wait_event_type = 'Lock'`);
    expect((await read()).activity?.holders).toMatchObject([
      { pid: await pidOf(runs) },
      { pid, waitsFor: 'Lock' },
    ]);
    await runs.query('rollback');
    await waiting;
  });

  it.each([
    ['access share', false],
    ['row share', false],
    ['row exclusive', true],
    ['share update exclusive', false],
    ['share', false],
    ['share row exclusive', true],
    ['exclusive', true],
  ])('takes a session with a lock %s for a holder: %p', async (mode, holds) => {
    const session = await stranger();
    await session.query('begin');
    await session.query(`lock knex_migrations_lock in ${mode} mode`);
    const pid = await pidOf(session);
    expect((await read()).activity?.holders).toMatchObject(
      holds ? [{ pid }] : [],
    );
  });

  it('takes a session that only waits to write for no holder', async () => {
    const reads = await stranger();
    await reads.query('begin');
    await reads.query('lock knex_migrations_lock in share mode');
    const waits = await stranger();
    const pid = await pidOf(waits);
    const waiting = waits.query(
      'update knex_migrations_lock set is_locked = 0',
    );
    await seen(`pid = ${pid} and wait_event_type = 'Lock'`);
    expect((await read()).activity).toEqual(unused);
    await reads.query('rollback');
    await waiting;
  });

  it('looks for statements only where the lock is taken', async () => {
    const session = await stranger();
    const waiting = session.query(`select ${Gate.sql} from knex_migrations`);
    const pid = await gate.reached();
    expect((await read()).activity).toEqual(unused);
    await takeLock();
    expect((await read()).activity).toMatchObject({ active: [{ pid }] });
    await gate.open();
    await waiting;
  });

  it('leaves out what this process runs itself', async () => {
    await takeLock();
    const own = subject.client.transaction(async trx => {
      await trx('knex_migrations_lock').update({ is_locked: 1 });
      await trx.raw(`select ${Gate.sql} from knex_migrations`);
    });
    await gate.reached();
    const ledger = await read();
    expect(ledger.activity).toEqual(unused);
    expect(lockEvidence(ledger)).toBe('stale');
    await gate.open();
    await own;
  });

  it('leaves itself out where a pooler gives its sessions other numbers', async () => {
    await takeLock();
    const [{ activity }] = await readFact(subject, 'ledgers', session => ({
      read: work => session.read(work),
      observation: {
        ...session.observation,
        configured: session.observation.configured,
        ledgers: () => [],
        pooledConnections: () => [],
      },
    }));
    expect(activity).toEqual(unused);
  });

  it('has nothing to tell of a ledger without a lock table', async () => {
    await subject.client.schema.dropTable('knex_migrations_lock');
    expect(await read()).toMatchObject({ lockRows: null, activity: unused });
    await subject.client.schema.dropTable('knex_migrations');
    expect(await read()).not.toHaveProperty('activity');
  });

  it('says that it does not see all where sessions are hidden from its role', async () => {
    const { schema = 'public' } = subject.identity;
    const role = `reader_${subject.observation.pluginId}_${schema}`;
    const give = (owner: string) =>
      asSuperuser(
        server,
        `alter table "${schema}".knex_migrations owner to ${owner};
         alter table "${schema}".knex_migrations_lock owner to ${owner};`,
        subject.identity.name,
      );
    await asSuperuser(
      server,
      `create role ${role} login; grant usage on schema "${schema}" to ${role}`,
      subject.identity.name,
    );
    await give(role);
    await takeLock();
    await gate.dispose();
    // The server asks no password of its own machine.
    await subject.client.raw(`set session authorization ${role}`);
    expect((await read()).activity).toEqual(unused);

    const session = await stranger();
    await session.query('begin');
    await session.query('select from knex_migrations');
    expect((await read()).activity).toEqual({ ...unused, partial: true });

    await session.query('update knex_migrations_lock set is_locked = 1');
    const before = Date.now();
    const { activity } = await read();
    expect(activity).toEqual({
      holders: [{ pid: await pidOf(session), since: expect.any(Number) }],
      active: [],
      partial: true,
    });
    expect(activity?.holders[0].since).toBeGreaterThanOrEqual(before);

    await session.query('rollback');
    await subject.client.raw('reset session authorization');
    await give('postgres');
    expect((await read()).activity).toEqual(unused);
    gate = await Gate.close(server, subject.identity.name);
  });

  it('says that it does not see all where the server notes no activity', async () => {
    const session = await stranger();
    await session.query('set track_activities to off');
    await takeLock();
    const waiting = session.query(`select ${Gate.sql} from knex_migrations`);
    await gate.reached();
    expect((await read()).activity).toEqual({ ...unused, partial: true });
    await gate.open();
    await waiting;
  });

  it('counts no session that only works for another one', async () => {
    await takeLock();
    const { name } = subject.identity;
    const applicationName = `backstage_plugin_${subject.observation.pluginId}`;
    const parallel = await stranger();
    await parallel.query(`set application_name to ${applicationName}`);
    await parallel.query(
      `set ${
        major === 14 ? 'force_parallel_mode' : 'debug_parallel_query'
      } to on`,
    );
    const replication = new Client({
      ...server.connection(name),
      replication: 'database',
      application_name: applicationName,
    } as ClientConfig);
    await replication.connect();
    const sleeps = [parallel, replication].map(session =>
      session.query('select pg_sleep(600)').catch(error => error.code),
    );
    await seen("backend_type = 'parallel worker' and state = 'active'");
    await seen("backend_type = 'walsender' and state = 'active'");

    const [{ pid }] = await asSuperuser<{ pid: number }>(
      server,
      `select leader_pid as pid from pg_stat_activity
       where backend_type = 'parallel worker'`,
    );
    expect((await read()).activity).toMatchObject({
      active: [{ pid }],
      partial: false,
    });
    await asSuperuser(
      server,
      `select pg_cancel_backend(pid) from pg_stat_activity
       where query = 'select pg_sleep(600)' and leader_pid is null`,
    );
    expect(await Promise.all(sleeps)).toEqual(['57014', '57014']);
    await replication.end();
  });

  it('counts no statement on another database', async () => {
    await takeLock();
    const elsewhere = await superuserSession(server);
    const other = await Gate.close(server, 'postgres');
    const waiting = elsewhere.query(`select ${Gate.sql}`);
    await other.reached();
    expect((await read()).activity).toEqual(unused);
    await other.open();
    await waiting;
    await other.dispose();
    await elsewhere.end();
  });
}

describe('PostgreSQL in schema mode', () => {
  let server: PostgresServer;
  let subject: Subject;
  let gate: Gate;
  let folder: MigrationsFolder;

  beforeAll(async () => {
    server = await startPostgres();
    subject = await schemaMode(server).create('catalog');
    folder = new MigrationsFolder().add('1_first.js');
    await subject.client.migrate.latest({ directory: folder.directory });
    await subject.client('knex_migrations_lock').update({ is_locked: 1 });
  });
  beforeEach(async () => {
    gate = await Gate.close(server, subject.identity.name);
  });
  afterEach(() => gate?.dispose());
  afterAll(async () => {
    folder?.dispose();
    await subject?.dispose();
    await server?.dispose();
  });

  it.each([
    ['of another plugin', 'backstage_plugin_search', '', false],
    ['of the plugin', 'backstage_plugin_catalog', '', true],
    ['of anybody on its tables', 'psql', 'from catalog.knex_migrations', true],
    ['of anybody on other tables', 'psql', 'from pg_am', false],
  ])(
    'takes a statement %s for one of the plugin or not, though all have one role',
    async (_, applicationName, from, isItsOwn) => {
      const session = await superuserSession(server, subject.identity.name);
      await session.query(`set application_name to ${applicationName}`);
      const waiting = session.query(`select ${Gate.sql} ${from}`);
      const pid = await gate.reached();
      const [{ activity }] = await readFact(subject, 'ledgers');
      expect(activity).toMatchObject({
        active: isItsOwn ? [{ pid }] : [],
        partial: false,
      });
      await gate.open();
      await waiting;
      await session.end();
    },
  );
});

describe('toActivity', () => {
  it('counts ages back from the time of this process, whatever the time of the server', () => {
    jest.useFakeTimers({ now: 1_000_000 });
    const progress = {
      command: 'CLUSTER',
      phase: 'seq scanning heap',
      done: 1,
      total: 2,
      unit: 'blocks',
    };
    expect(
      toActivity({
        holders: [{ pid: 1, ageMs: 1234.567 }, { pid: 2 }],
        active: [{ pid: 1, ageMs: 0.4, waitsFor: 'IO', progress }],
        partial: true,
      }),
    ).toEqual({
      holders: [
        { pid: 1, since: 998_765 },
        { pid: 2, since: 1_000_000 },
      ],
      active: [{ pid: 1, since: 1_000_000, waitsFor: 'IO', progress }],
      partial: true,
    });
    jest.useRealTimers();
  });
});
