import { mockLogger } from '../__testUtils__/services';
import type { Observation } from '../observation/types';
import type { Readings } from 'backstage-plugin-database-health-node';
import { factCatalogue, valueOf } from 'backstage-plugin-database-health-node';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { engineAdapters } from '../engines';
import {
  asSuperuser,
  databaseMode,
} from '../engines/__testUtils__/postgresSubjects';
import { sqliteMemory } from '../engines/__testUtils__/sqliteSubjects';
import type { Subject } from '../engines/__testUtils__/subject';
import { FailureLog } from '../reading/failureLog';
import { ServerPulse } from './serverPulse';

describe('The look at a server', () => {
  let server: PostgresServer;
  let subjects: Subject[];

  beforeAll(async () => {
    server = await startPostgres();
  });
  beforeEach(async () => {
    const { create } = databaseMode(server);
    subjects = [await create('one'), await create('other')];
    await Promise.all(subjects.map(({ client }) => client.raw('select 1')));
  });
  afterEach(async () => {
    await Promise.all(subjects.map(subject => subject.dispose()));
  });
  afterAll(() => server?.dispose());

  function pulseOf(
    all: readonly Subject[],
    options: { isBusy?(observation: Observation): boolean } = {},
  ) {
    const noted: Readings[] = [];
    let at = 0;
    const pulse = new ServerPulse({
      observations: {
        list: () => all.map(({ observation }) => observation),
      },
      catalogue: factCatalogue,
      intervalMs: 15_000,
      failureLog: new FailureLog(mockLogger()),
      adapterFor: ({ configured }) => engineAdapters[configured.engine],
      serverIdOf: ({ configured }) => configured.address,
      databasesOf: () => all.map(({ identity }) => identity.name),
      isAnswering: () => true,
      isBusy: options.isBusy ?? (() => false),
      isSame: () => true,
      note: (_, readings) => noted.push(readings),
      now: () => at,
    });
    return {
      noted,
      async beat(afterMs = 15_000) {
        at += afterMs;
        await pulse.beat();
        return noted[noted.length - 1];
      },
    };
  }

  /** Takes every connection of the pool. */
  async function fill({ client }: Subject) {
    const { max } = client.client.pool;
    const held: unknown[] = [];
    while (held.length < max) {
      held.push(await client.client.acquireConnection());
    }
    return () =>
      Promise.all(held.map(each => client.client.releaseConnection(each)));
  }

  function counters({ client }: Subject) {
    const { pool } = client.client;
    return { used: pool.numUsed(), pending: pool.numPendingAcquires() };
  }

  it('tells of all databases on it, once per interval', async () => {
    const { beat, noted } = pulseOf(subjects);
    const { connections, statistics, sessions } = await beat();
    expect({ connections, sessions }).toMatchObject({
      connections: { status: 'read', value: { limit: 100 } },
      sessions: { status: 'read', value: { sessions: [], partial: false } },
    });
    expect(statistics).toMatchObject({
      status: 'read',
      value: [
        { database: 'backstage_plugin_one', history: [{ at: 15_000 }] },
        { database: 'backstage_plugin_other' },
      ],
    });
    await beat(5_000);
    expect(noted).toHaveLength(1);
    expect(await beat(10_000)).toMatchObject({
      statistics: { value: [{ history: [{}, {}] }, {}] },
    });
    expect(noted).toHaveLength(2);
  });

  it('is one transaction, and a new one after a fact that fails', async () => {
    const [{ client, identity }] = subjects;
    const connection = await client.client.acquireConnection();
    await client.client.releaseConnection(connection);
    const query = jest.spyOn(connection, 'query');
    const { beat } = pulseOf([subjects[0]]);
    const look = async () => {
      query.mockClear();
      const { connections, statistics, sessions } = (await beat())!;
      return {
        statuses: [connections, statistics, sessions].map(
          reading => reading?.status,
        ),
        asked: query.mock.calls.map(
          ([sql]) => /^\s*(\w+)/.exec(String(sql))?.[1],
        ),
      };
    };
    expect(await look()).toEqual({
      statuses: ['read', 'read', 'read'],
      asked: ['begin', 'with', 'select', 'with', 'commit'],
    });
    await asSuperuser(
      server,
      `create role blind;
       revoke execute on function pg_stat_get_db_deadlocks(oid) from public`,
      identity.name,
    );
    await client.raw('set role blind');
    expect(await look()).toEqual({
      statuses: ['read', 'failed', 'read'],
      asked: ['begin', 'with', 'select', 'rollback', 'begin', 'with', 'commit'],
    });
  });

  it('takes a connection that is open rather than opening one', async () => {
    const give = await fill(subjects[0]);
    const opened = async () =>
      (
        await asSuperuser<{ count: number }>(
          server,
          `select count(*)::int from pg_stat_activity
           where backend_type = 'client backend' and datname like 'backstage%'`,
        )
      )[0].count;
    const before = await opened();
    expect(await pulseOf(subjects).beat()).toMatchObject({
      connections: { status: 'read' },
    });
    expect(await opened()).toBe(before);
    await give();
  });

  it('takes one whose role sees all sessions, where there is one', async () => {
    await asSuperuser(server, 'create role plain');
    const partly = async (beat: () => Promise<Readings | undefined>) =>
      valueOf((await beat())?.sessions)?.partial;
    await subjects[0].client.raw('set role plain');
    const { beat } = pulseOf(subjects);
    expect(await partly(beat)).toBe(true);
    expect(await partly(beat)).toBe(false);
    expect(await partly(beat)).toBe(false);
    await subjects[1].client.raw('set role plain');
    expect(await partly(beat)).toBe(true);
    await subjects[0].client.raw('reset role');
    expect(await partly(beat)).toBe(false);
  });

  it('queues behind no full pool, and then asks nothing', async () => {
    const gives = await Promise.all(subjects.map(fill));
    let mostWaiting = 0;
    const watching = setInterval(() => {
      for (const subject of subjects) {
        mostWaiting = Math.max(mostWaiting, counters(subject).pending);
      }
    }, 1);
    expect(await pulseOf(subjects).beat()).toBeUndefined();
    clearInterval(watching);
    expect(mostWaiting).toBe(0);
    await Promise.all(gives.map(give => give()));
  });

  it('leaves alone a pool of which the survey has a connection', async () => {
    const { beat } = pulseOf(subjects, { isBusy: () => true });
    expect(await beat()).toBeUndefined();
  });

  it('holds nothing afterwards, not even where the server hangs', async () => {
    await pulseOf(subjects).beat();
    server.pause();
    try {
      expect(await pulseOf(subjects).beat()).toMatchObject({
        connections: { status: 'failed' },
        statistics: { status: 'failed' },
        sessions: { status: 'failed' },
      });
    } finally {
      server.resume();
    }
    expect(subjects.map(counters)).toEqual([
      { used: 0, pending: 0 },
      { used: 0, pending: 0 },
    ]);
    expect(await pulseOf(subjects).beat()).toMatchObject({
      connections: { status: 'read' },
    });
  });

  it('does not happen where the engine has no server', async () => {
    const kind = sqliteMemory();
    const memory = await kind.create('memory');
    expect(await pulseOf([memory]).beat()).toBeUndefined();
    await memory.dispose();
    await kind.dispose();
  });
});
