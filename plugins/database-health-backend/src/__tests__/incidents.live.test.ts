import type { ChildProcess } from 'node:child_process';
import type {
  ConnectionsReport,
  Incident,
  Incidents,
  Overview,
  Status,
  Transitions,
} from 'backstage-plugin-database-health-common';
import { Client } from 'pg';
import { freePort, startPostgres } from 'postgres-server';
import type { PostgresServer } from 'postgres-server';
import { eventually } from '../__testUtils__/eventually';
import { Portal, startPortal } from '../__testUtils__/portal';
import { makePortalStore } from '../__testUtils__/portalStore';
import { replicaToken, startReplica } from '../__testUtils__/replica';
import type { HealthReport } from '../readModel/status';

const databaseHealth = {
  pulse: { interval: '1s' },
  incidents: { openAfter: '2s', closeAfter: '4s' },
};

/** Time until a look at the server is too old to count, with its intervals here. */
const staleAfterMs = 13_000;

/** All that one replica says at one moment. */
interface Told {
  at: number;
  overview: Overview;
  status: HealthReport;
  connections: ConnectionsReport;
  incidents: Incidents;
  transitions: Transitions;
}

/** Asks a route, and gives its body whatever the status. */
type Ask = (path: string) => Promise<any>;

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** `undefined` where something changed while it was asked. */
async function tell(ask: Ask): Promise<Told | undefined> {
  const at = Date.now();
  const overview: Overview = await ask('/overview');
  const told = {
    at,
    overview,
    status: await ask('/status'),
    connections: await ask('/connections'),
    incidents: await ask('/incidents?since=PT1H'),
    transitions: await ask('/transitions?since=PT1H'),
  };
  const after: Overview = await ask('/overview');
  const essence = ({ status, servers, databases, incidents }: Overview) =>
    JSON.stringify([
      status,
      servers.map(each => each.status),
      databases.map(each => each.status),
      incidents.map(({ id, severity }) => [id, severity]),
    ]);
  return essence(overview) === essence(after) ? told : undefined;
}

/** Asks both replicas every second, and keeps what they say. */
function watch(asks: Readonly<Record<string, Ask>>) {
  const told = new Map<string, Told[]>();
  let isOver = false;
  const running = Object.entries(asks).map(async ([name, ask]) => {
    const own: Told[] = [];
    told.set(name, own);
    while (!isOver) {
      const next = await tell(ask).catch(() => undefined);
      if (next) {
        own.push(next);
      }
      await sleep(1_000);
    }
  });
  return {
    told: (name: string) => told.get(name)!,
    async stop() {
      isOver = true;
      await Promise.all(running);
    },
  };
}

const isOpen = ({ closedAt }: Incident) => closedAt === undefined;
const healthOf: Record<Status, string> = {
  ok: 'pass',
  warning: 'warn',
  unknown: 'warn',
  critical: 'fail',
};

/** At this moment every route says the same of the server. */
function expectOneTruth(
  { overview, status, connections, incidents }: Told,
  id: string,
) {
  const server = overview.servers.find(each => each.id === id)!;
  expect(connections.servers.find(each => each.id === id)!.status).toBe(
    server.status,
  );
  const order = ['pass', 'warn', 'fail'];
  const ofChecks = Object.values(status.checks)
    .flat()
    .filter(({ componentId }) => componentId === id)
    .map(each => order.indexOf(each.status));
  expect(order[Math.max(...ofChecks)]).toBe(healthOf[server.status]);
  expect(status.status).toBe(healthOf[overview.status]);
  // The worst of all is no better than any part of it.
  if (server.status === 'critical') {
    expect(overview.status).toBe('critical');
  }
  expect(
    incidents.incidents
      .filter(isOpen)
      .map(each => each.id)
      .sort(),
  ).toEqual(overview.incidents.map(each => each.id).sort());
}

async function untilReady(asks: Readonly<Record<string, Ask>>) {
  await eventually(async () => {
    for (const ask of Object.values(asks)) {
      const { status, databases, findings, incidents }: Overview = await ask(
        '/overview',
      );
      expect(databases).toHaveLength(3);
      // What is only worth knowing changes no status and makes no incident.
      const grave = findings.filter(({ severity }) => severity !== 'info');
      expect({ status, findings: grave.map(({ key }) => key) }).toEqual({
        status: 'ok',
        findings: [],
      });
      expect(incidents).toEqual([]);
    }
  }, 120_000);
}

/** For the length of the outage, and at no other time, the server is critical. */
function expectAllAlong(told: readonly Told[], id: string) {
  expect(told.length).toBeGreaterThan(10);
  const statuses = told.map(
    ({ overview }) => overview.servers.find(each => each.id === id)!.status,
  );
  const first = statuses.indexOf('critical');
  const last = statuses.lastIndexOf('critical');
  expect(new Set(statuses.slice(first, last + 1))).toEqual(
    new Set(['critical']),
  );
  expect(last - first).toBeGreaterThan(5);
  told.forEach(each => expectOneTruth(each, id));
  // What is recorded comes a moment after it is seen, and the end from whichever
  // replica sees it first.
  for (const { at, transitions } of told
    .slice(first + 3, last - 2)
    .filter(each => each.transitions.history.working)) {
    const [newest] = transitions.transitions.filter(
      each => each.serverId === id && each.checkId === undefined,
    );
    expect({ at, to: newest.to }).toEqual({ at, to: 'critical' });
  }
}

describe.each([
  ['elsewhere', ['stopped', 'hung', 'killed', 'full']],
  ['on the same server', ['stopped', 'hung']],
])('an outage in two replicas, with the store %s,', (place, kinds) => {
  const isStoreApart = place === 'elsewhere';
  let server: PostgresServer;
  let ofStore: PostgresServer;
  let portal: Portal;
  let other: ChildProcess;
  let asks: Record<'here' | 'there', Ask>;
  let serverId: string;

  beforeAll(async () => {
    [server, ofStore] = await Promise.all([
      startPostgres({ major: 18, settings: { max_connections: '40' } }),
      startPostgres({ major: 18 }),
    ]);
    const { stored } = await makePortalStore(ofStore);
    await stored.destroy();
    const connectionOf = (of: PostgresServer) => ({
      ...of.connection(),
      database: undefined,
    });
    const database = {
      client: 'pg',
      connection: connectionOf(server),
      knexConfig: { pool: { max: 3, acquireTimeoutMillis: 2_000 } },
      ...(isStoreApart && {
        plugin: { 'database-health': { connection: connectionOf(ofStore) } },
      }),
    };
    portal = await startPortal({ database, databaseHealth });
    const port = await freePort();
    other = await startReplica({
      directory: portal.migrationsDirectory,
      database,
      databaseHealth,
      pluginIds: ['inventory', 'orders'],
      port,
    });
    asks = {
      here: async path => (await portal.get(path)).body,
      there: async path => {
        const response = await fetch(
          `http://127.0.0.1:${port}/api/database-health${path}`,
          {
            headers: { Authorization: `Bearer ${replicaToken}` },
            signal: AbortSignal.timeout(10_000),
          },
        );
        return response.json();
      },
    };
    await untilReady(asks);
    const { databases } = await portal.overview();
    serverId = databases.find(({ id }) => id === 'inventory')!.serverId;
  });

  afterAll(async () => {
    other?.kill('SIGKILL');
    server?.resume();
    await portal?.stop();
    await server?.dispose();
    await ofStore?.dispose();
  });

  const serverOf = (overview: Overview) =>
    overview.servers.find(({ id }) => id === serverId)!;

  async function openIn(ask: Ask): Promise<Incident> {
    const { incidents }: Overview = await ask('/overview');
    expect(incidents).toHaveLength(1);
    return incidents[0];
  }

  const untilWell = (...some: Ask[]) =>
    eventually(async () => {
      for (const ask of some) {
        const overview: Overview = await ask('/overview');
        expect(overview.incidents).toEqual([]);
        expect(serverOf(overview).status).toBe('ok');
      }
    }, 120_000);

  async function newIncidents(since: number): Promise<Incident[]> {
    const { incidents }: Incidents = await asks.here(
      `/incidents?since=${new Date(since).toISOString()}`,
    );
    return incidents.filter(({ openedAt }) => Date.parse(openedAt) >= since);
  }

  const outages: [string, string, () => Promise<() => Promise<void>>][] = [
    [
      'stopped',
      'server-reachable',
      async () => {
        await server.stop();
        return () => server.start();
      },
    ],
    [
      'hung',
      'server-reachable',
      async () => {
        server.pause();
        return async () => server.resume();
      },
    ],
    [
      'killed',
      'server-reachable',
      async () => {
        await server.kill();
        return () => server.start();
      },
    ],
    [
      'full',
      'server-connections',
      async () => {
        const clients: Client[] = [];
        for (let full = false; !full; ) {
          const client = new Client(server.connection());
          client.on('error', () => {});
          await client.connect().then(
            () => clients.push(client),
            () => {
              full = true;
            },
          );
        }
        return async () => {
          await Promise.all(clients.map(client => client.end()));
        };
      },
    ],
  ];

  it.each(outages.filter(([kind]) => kinds.includes(kind)))(
    'whose server is %s is one incident, and the same by every route',
    async (outage, checkId, begin) => {
      const since = Date.now();
      const watching = watch(asks);
      const end = await begin();
      try {
        const incidents = await eventually(
          () => Promise.all([openIn(asks.here), openIn(asks.there)]),
          60_000,
        );
        expect(incidents[0]).toMatchObject({
          subject: { serverId },
          severity: 'critical',
          cause: `${serverId}:${checkId}`,
        });
        expect(incidents[1].id).toBe(incidents[0].id);
        const openedAt = Date.now();
        await eventually(async () => {
          expect(Date.now() - openedAt).toBeGreaterThan(staleAfterMs + 5_000);
        });
      } finally {
        await end();
      }
      await untilWell(asks.here, asks.there);
      await watching.stop();

      const found = await newIncidents(since);
      expect(found).toMatchObject([{ closedAt: expect.any(String) }]);
      expect(
        found[0].changes!.filter(({ kind }) => kind !== 'changed'),
      ).toMatchObject([{ kind: 'opened' }, { kind: 'closed' }]);
      for (const name of ['here', 'there']) {
        expectAllAlong(watching.told(name), serverId);
      }
      const { transitions }: Transitions = await asks.here(
        `/transitions?since=${new Date(since).toISOString()}`,
      );
      const statuses = transitions
        .filter(each => each.serverId === serverId && !each.checkId)
        .map(({ to }) => to);
      // A look may come while it is being filled.
      const isFilling = outage === 'full' && statuses.at(-1) === 'warning';
      expect(isFilling ? statuses.slice(0, -1) : statuses).toEqual([
        'ok',
        'critical',
      ]);
    },
  );

  it('stays the same incident when the replica that saw it first is killed', async () => {
    const since = Date.now();
    await server.stop();
    const { id } = await eventually(() => openIn(asks.there), 60_000);
    other.kill('SIGKILL');
    await eventually(async () => {
      expect((await openIn(asks.here)).id).toBe(id);
    }, 60_000);
    await server.start();
    await untilWell(asks.here);
    expect(await newIncidents(since)).toMatchObject([
      { id, closedAt: expect.any(String) },
    ]);
  });
});
