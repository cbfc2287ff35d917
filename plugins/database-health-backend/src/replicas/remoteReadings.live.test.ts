import { ConfigReader } from '@backstage/config';
import { mockLogger } from '../__testUtils__/services';
import { createDatabaseObservations } from '../observation/registry';
import {
  factCatalogue,
  type Readings,
  readingOf,
  valueOf,
} from 'backstage-plugin-database-health-node';
import createKnex, { type Knex } from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { healthyFacts, ledger } from '../checks/__testUtils__/facts';
import { checks } from '../checks';
import { readDatabaseHealthConfig } from '../config';
import { engineAdapters, readableFacts } from '../engines';
import { Picture } from '../picture/picture';
import { Replicas, type ReplicaState, Store, Surveys } from '../store';
import { FailureLog } from '../reading/failureLog';
import { Survey } from '../survey/survey';
import { Peers, pulsesToReport } from './peers';
import { RemoteReadings } from './remoteReadings';
import { SharedSurveys } from './sharedSurveys';

const pluginIds = ['billing', 'catalog', 'lazy'];
const hourMs = 3_600_000;

let notes: Knex;

beforeEach(() => {
  notes = createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
});
afterEach(() => notes.destroy());

/**
 * A replica that has all plugins installed, and the clock that it goes by. Each
 * has a server of its own unless they share one.
 */
function startReplica(
  id: string,
  clock: { aheadMs: number } = { aheadMs: 0 },
  sharedAddress?: string,
) {
  const now = () => Date.now() + clock.aheadMs;
  const logger = mockLogger();
  const observations = createDatabaseObservations();
  const observers = new Map(
    pluginIds.map(pluginId => [
      pluginId,
      observations.observe({
        pluginId,
        configured: {
          engine: 'postgres',
          name: pluginId,
          address: sharedAddress ?? `${pluginId}.db:5432`,
        },
        migrationsSkipped: false,
      }),
    ]),
  );
  const picture = new Picture({
    observations,
    config: readDatabaseHealthConfig(
      new ConfigReader({ app: { baseUrl: 'http://portal' } }),
      { checks, pluginIds },
    ),
    logger,
    readableFacts: engine => readableFacts(engineAdapters[engine]),
    catalogue: factCatalogue,
    now,
  });
  const store = new Store({
    database: { getClient: async () => notes },
    logger,
  });
  const replicas = new Replicas(store);
  const peers = new Peers(replicas, id, now, factCatalogue);
  const surveys = new SharedSurveys(new Surveys(store, id), now, factCatalogue);
  const survey = new Survey({
    observations,
    // Longer than the clock is ever put ahead.
    intervalMs: 1_000 * hourMs,
    retryAfterMs: hourMs,
    failureLog: new FailureLog(mockLogger()),
    adapterFor: () => engineAdapters.postgres,
    catalogue: factCatalogue,
    databasesOf: () => [],
    coveredBy: each => each.pluginId,
    lastReadAt: () => undefined,
    claim: each => surveys.claim(each),
    finish: (each, readings, at) => surveys.finish(each, readings, at),
    giveUp: each => surveys.giveUp(each),
    complete: async (_, readings) => readings,
    note: (each, readings) => picture.note(each, readings),
    isUnsettled: () => false,
    answeringSince: () => 0,
    now,
  });
  const remoteReadings = new RemoteReadings({
    surveys,
    peers,
    picture,
    catalogue: factCatalogue,
    complete: async (_, readings) => readings,
    note: (each, readings) => picture.note(each, readings),
    noteTaken: (each, at) => survey.noteSurveyed(each, at),
    want: (databaseId, requestedAt) => survey.want(databaseId, requestedAt),
    now,
  });
  return {
    picture,
    remoteReadings,
    peers,
    now,
    request: () => surveys.request(),
    /** The plugin opens its database. */
    open(pluginId: string, client?: Knex) {
      observers.get(pluginId)!.clientRequested();
      if (client) {
        observers.get(pluginId)!.clientReceived(client);
      }
      return observations.get(pluginId)!;
    },
    snapshot: (pluginId: string) =>
      picture
        .snapshots()
        .find(({ database }) => database.pluginId === pluginId),
    status(pluginId: string, checkId: string) {
      return this.snapshot(pluginId)?.results.find(
        each => each.checkId === checkId,
      )?.status;
    },
    /** Takes a survey that read this. */
    async survey(pluginId: string, readings: Readings) {
      const { database } = this.snapshot(pluginId)!;
      const startedAt = now();
      expect(await surveys.claim(database)).toBe(true);
      await surveys.finish(database, readings, startedAt);
    },
    /** Tells the others what its pulses found, and what it migrates. */
    tell: (running: ReplicaState['running'] = []) =>
      replicas.heartbeat({
        id,
        host: 'host',
        version: '1',
        startedAt: new Date(),
        state: {
          running,
          pulses: pulsesToReport(picture.snapshots(), factCatalogue),
          writtenAt: now(),
        },
      }),
    /** As often as it is asked to, in place of every 5 s. */
    async tick(): Promise<number> {
      await remoteReadings.take();
      return survey.run(new AbortController().signal);
    },
  };
}

const answering = (at: number): Readings => ({
  reachability: readingOf(
    {
      ...healthyFacts.reachability,
      lastAnsweredAt: at,
      answeringSince: at,
    },
    at,
  ),
  ping: readingOf({ averageMs: 2, lastMs: 2, at }, at),
  pool: readingOf(healthyFacts.pool, at),
});

describe('a plugin database that only others have opened', () => {
  it('is told with its survey, and is this one’s own when it is opened here', async () => {
    const theirs = startReplica('theirs');
    const ours = startReplica('ours');
    ours.open('catalog');
    theirs.picture.note(theirs.open('lazy'), answering(theirs.now()));
    await theirs.tell();
    await theirs.survey('lazy', {
      size: readingOf(healthyFacts.size, theirs.now()),
    });

    await ours.remoteReadings.take();
    expect(ours.snapshot('lazy')).toMatchObject({
      observation: undefined,
      readings: {
        reachability: { value: { answered: true } },
        size: { value: healthyFacts.size },
        otherPools: { value: [{ replicaId: 'theirs' }] },
      },
    });

    const observation = ours.open('lazy');
    expect(ours.snapshot('lazy')).toMatchObject({ observation, readings: {} });
    ours.picture.note(observation, answering(ours.now()));
    await ours.remoteReadings.take();
    expect(ours.snapshot('lazy')).toMatchObject({
      observation,
      readings: {
        reachability: { value: { answered: true } },
        otherPools: { value: [{ replicaId: 'theirs' }] },
      },
    });
  });

  it('keeps nobody from the surveys of others', async () => {
    const theirs = startReplica('theirs');
    const ours = startReplica('ours');
    ours.open('catalog');
    for (const pluginId of ['billing', 'catalog']) {
      theirs.open(pluginId);
      await theirs.survey(pluginId, {
        size: readingOf(healthyFacts.size, theirs.now()),
      });
    }
    // Its replica is gone, so that nothing but its survey tells of it.
    await ours.remoteReadings.take();
    expect(ours.snapshot('catalog')).toMatchObject({
      readings: { size: { value: healthyFacts.size } },
    });
    expect(ours.snapshot('billing')).toBeUndefined();
  });

  it('has its survey again when its replica was gone for a while', async () => {
    const theirs = startReplica('theirs');
    const ours = startReplica('ours');
    theirs.picture.note(theirs.open('lazy'), answering(theirs.now()));
    await theirs.tell();
    await theirs.survey('lazy', {
      size: readingOf(healthyFacts.size, theirs.now()),
    });
    await ours.remoteReadings.take();
    await notes('replicas').delete();
    await ours.remoteReadings.take();
    expect(ours.snapshot('lazy')).toBeUndefined();

    await theirs.tell();
    await ours.remoteReadings.take();
    expect(ours.snapshot('lazy')).toMatchObject({
      readings: {
        reachability: { value: { answered: true } },
        size: { value: healthyFacts.size },
      },
    });
  });

  it('is unknown when nobody has told of it for long', async () => {
    const clock = { aheadMs: 0 };
    const theirs = startReplica('theirs');
    const ours = startReplica('ours', clock);
    theirs.picture.note(theirs.open('billing'), answering(theirs.now()));
    await theirs.tell();
    await ours.remoteReadings.take();
    expect(ours.status('billing', 'reachable')).toBe('ok');

    await notes.destroy();
    clock.aheadMs += hourMs;
    await ours.remoteReadings.take();
    expect(ours.status('billing', 'reachable')).toBe('unknown');
    notes.initialize();
  });
});

describe('what is known of a server', () => {
  it('is told once, however many plugin databases lie on it', async () => {
    const clock = { aheadMs: 0 };
    const theirs = startReplica('theirs', clock, 'db:5432');
    const ours = startReplica('ours');
    for (const pluginId of ['lazy', 'billing', 'catalog']) {
      theirs.picture.note(theirs.open(pluginId), answering(theirs.now()));
    }
    const [{ id }] = theirs.picture.servers();
    const { connections, statistics } = healthyFacts;
    theirs.picture.noteServer(id, {
      connections: readingOf(connections, theirs.now()),
      statistics: readingOf(statistics, theirs.now()),
    });
    const tellers = pulsesToReport(theirs.picture.snapshots(), factCatalogue)
      .filter(({ readings }) => readings.connections || readings.statistics)
      .map(({ database }) => database.pluginId);
    expect(tellers).toEqual(['billing']);

    await theirs.tell();
    await ours.remoteReadings.take();
    expect(ours.picture.servers()).toMatchObject([
      {
        id,
        databases: [{}, {}, {}],
        known: {
          connections: { value: connections },
          statistics: { value: [{ commits: statistics[0].commits }] },
        },
      },
    ]);
  });
});

/** Within what the test may take, which is less than clocks differ here. */
const isAbout = (time: unknown, expected: number) =>
  Math.abs(Number(time) - expected) < hourMs / 2;

describe('a survey that another replica took', () => {
  it('is as old as it is, and not as new as when it was taken over', async () => {
    const theirs = startReplica('theirs');
    const ours = startReplica('ours');
    theirs.open('catalog');
    ours.open('catalog');
    await theirs.survey('catalog', {
      size: readingOf(healthyFacts.size, theirs.now()),
    });
    await notes('surveys').update({
      surveyed_ms: notes.raw('surveyed_ms - ?', [hourMs]),
    });
    await ours.remoteReadings.take();
    const { surveyedAt } = ours.snapshot('catalog')!;
    expect(isAbout(surveyedAt, Date.now() - hourMs)).toBe(true);
  });
});

describe('a replica whose clock is behind', () => {
  it('tells all times of its pulses, runs and surveys in those of who listens', async () => {
    const theirs = startReplica('theirs', { aheadMs: -hourMs });
    const ours = startReplica('ours');
    const then = theirs.now();
    theirs.picture.note(theirs.open('billing'), {
      reachability: readingOf(
        {
          ...healthyFacts.reachability,
          lastAnsweredAt: then,
          answeringSince: then,
        },
        then,
      ),
      ping: readingOf({ averageMs: 2, lastMs: 2, at: then }, then),
      pool: readingOf({ ...healthyFacts.pool, createFailingSince: then }, then),
    });
    await theirs.tell([
      { databaseId: 'billing', ledger: 'knex_migrations', since: then },
    ]);
    const lastVacuumAt = 1_000;
    const vacuumed = {
      name: 'entities',
      kind: 'table',
      totalBytes: 1,
      heapBytes: 1,
      toastBytes: 0,
      indexBytes: 0,
      approximate: false,
      estimatedRows: null,
    } as const;
    await theirs.survey('billing', {
      ledgers: readingOf(
        [
          ledger({
            lastRun: { at: then, durationMs: 5, outcome: 'succeeded' },
            activity: {
              holders: [{ pid: 1, since: then }],
              active: [],
              partial: false,
            },
          }),
        ],
        then,
      ),
      relations: readingOf(
        { tables: [{ ...vacuumed, lastVacuumAt }], indexes: [] },
        then,
      ),
    });

    await ours.remoteReadings.take();
    const { readings } = ours.snapshot('billing')!;
    const { reachability, ping, otherPools, ledgers, relations } = readings;
    const [told] = valueOf(ledgers)!;
    const times = {
      read: reachability?.at,
      lastAnsweredAt: valueOf(reachability)?.lastAnsweredAt,
      answeringSince: valueOf(reachability)?.answeringSince,
      ping: valueOf(ping)?.at,
      createFailingSince: valueOf(otherPools)?.[0].pool.createFailingSince,
      surveyed: ledgers?.at,
      lastRun: told.lastRun?.at,
      holder: told.activity?.holders[0].since,
      running: ours.peers.replicas?.[0].state.running[0].since,
    };
    expect(
      Object.entries(times).filter(([, time]) => !isAbout(time, Date.now())),
    ).toEqual([]);
    // That of the server needs no moving.
    expect(valueOf(relations)?.tables[0].lastVacuumAt).toBe(lastVacuumAt);
  });
});

describe('a request for surveys', () => {
  let server: PostgresServer;
  let client: Knex;

  beforeAll(async () => {
    server = await startPostgres();
    client = createKnex({
      client: 'pg',
      connection: server.connection(),
      pool: { min: 0, max: 1 },
    });
  });
  afterAll(async () => {
    await client?.destroy();
    await server?.dispose();
  });

  it('is answered by a survey that could read nothing, too', async () => {
    const clock = { aheadMs: 0 };
    const ours = startReplica('ours', clock);
    const theirs = startReplica('theirs');
    ours.open('catalog', client);
    expect(await ours.tick()).toBe(1);
    expect(await ours.tick()).toBe(0);

    await client.destroy();
    clock.aheadMs += hourMs;
    await theirs.request();
    expect(await ours.tick()).toBe(1);
    expect(await ours.tick()).toBe(0);
    expect(await ours.tick()).toBe(0);

    client.initialize();
    clock.aheadMs += hourMs;
    await theirs.request();
    expect(await ours.tick()).toBe(1);
    expect(await ours.tick()).toBe(0);
  });

  it('changes nothing that is known where the pool has no free connection', async () => {
    const ours = startReplica('ours');
    ours.open('catalog', client);
    expect(await ours.tick()).toBe(1);
    const known = ours.snapshot('catalog')!;
    expect(known.readings.identity).toMatchObject({ status: 'read' });

    const held = await client.client.acquireConnection();
    await ours.request();
    expect(await ours.tick()).toBe(0);
    expect(ours.snapshot('catalog')).toMatchObject({
      readings: known.readings,
      surveyedAt: known.surveyedAt,
    });
    await client.client.releaseConnection(held);
  });
});
