import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  Incident,
  IncidentMessage,
} from 'backstage-plugin-database-health-common';
import { freePort, startPostgres } from 'postgres-server';
import type { PostgresServer } from 'postgres-server';
import { Webhook } from 'standardwebhooks';
import { type Receiver, startReceiver } from '../alerts/__testUtils__/receiver';
import { eventually } from '../__testUtils__/eventually';
import { type HeldAt, holdClaims } from '../__testUtils__/heldClaims';
import { makePortalStore } from '../__testUtils__/portalStore';
import { replicaToken, startReplica } from '../__testUtils__/replica';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Another replica finds out within a lease and a look. */
const leaseAndLookMs = 22_000;

/** Long before the tests end, and after something has happened. */
const digestAt = new Date(Date.now() + 150_000).toISOString().slice(11, 16);

const ways = ['webhook', 'event', 'notification'] as const;
type Way = (typeof ways)[number];

/** What one of the three told by that way. */
interface Told {
  way: Way;
  replica: number;
  kind: IncidentMessage['kind'];
  /** The same in what is told twice of one thing. */
  id: string;
}

describe('incidents of three replicas', () => {
  let server: PostgresServer;
  let ofStore: PostgresServer;
  let receiver: Receiver;
  let directory: string;
  let replicas: { process: ChildProcess; port: number }[];

  const isLiving = ({ process }: { process: ChildProcess }) =>
    process.exitCode === null && process.signalCode === null;

  async function openIn(port: number): Promise<Incident[]> {
    const response = await fetch(
      `http://127.0.0.1:${port}/api/database-health/overview`,
      {
        headers: { Authorization: `Bearer ${replicaToken}` },
        signal: AbortSignal.timeout(10_000),
      },
    );
    const { incidents, databases } = await response.json();
    expect(databases.length).toBeGreaterThan(0);
    return incidents;
  }

  const untilWell = () =>
    eventually(async () => {
      for (const { port } of replicas.filter(isLiving)) {
        expect(await openIn(port)).toEqual([]);
      }
    }, 120_000);

  async function addReplica(): Promise<void> {
    const replica = replicas.length;
    const port = await freePort();
    const url = `http://127.0.0.1:${receiver.port}/${replica}`;
    const connectionOf = (of: PostgresServer) => ({
      ...of.connection(),
      database: undefined,
      application_name: String(replica),
    });
    const inStore = { connection: connectionOf(ofStore) };
    const webhook = {
      url: `${url}/webhook`,
      secret,
      minSeverity: 'critical',
      allowPrivateAddresses: true,
    };
    const process = await startReplica({
      directory,
      database: {
        client: 'pg',
        connection: connectionOf(server),
        knexConfig: { pool: { max: 3, acquireTimeoutMillis: 2_000 } },
        plugin: { 'database-health': inStore, notifications: inStore },
      },
      databaseHealth: {
        pulse: { interval: '1s' },
        incidents: {
          openAfter: '2s',
          closeAfter: '4s',
          digest: { at: digestAt },
          webhooks: {
            pager: webhook,
            daily: { ...webhook, url: `${url}/digest`, digest: true },
          },
        },
        notifications: { default: ['user:default/admin'] },
      },
      pluginIds: ['inventory'],
      port,
      reportTo: url,
    });
    replicas.push({ process, port });
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'database-health-'));
    receiver = await startReceiver();
    server = await startPostgres({ major: 18 });
    ofStore = await startPostgres({ major: 18 });
    const { stored } = await makePortalStore(ofStore);
    await stored.raw('create database backstage_plugin_notifications');
    await stored.destroy();
    replicas = [];
    await addReplica();
    // Where one has migrated, none does that comes later.
    await untilWell();
    await addReplica();
    await addReplica();
    await untilWell();
  });

  afterAll(async () => {
    replicas?.forEach(({ process }) => process.kill('SIGKILL'));
    await receiver?.dispose();
    await server?.dispose();
    await ofStore?.dispose();
    await rm(directory, { recursive: true });
  });

  const posted = (way: string, since = 0) =>
    receiver.posted.slice(since).filter(({ path }) => path.endsWith(`/${way}`));
  const tellsOf = (since: number): Told[] =>
    ways.flatMap(way =>
      posted(way, since).map(({ path, body }) => ({
        way,
        replica: Number(path.split('/')[1]),
        ...(way === 'notification'
          ? ofNotification(JSON.parse(body))
          : ofMessage(JSON.parse(body))),
      })),
    );
  const kindsBy = (way: Way, since: number) =>
    tellsOf(since)
      .filter(each => each.way === way)
      .map(({ kind }) => kind);
  const untilTold = (kind: Told['kind'], since: number, withinMs = 60_000) =>
    eventually(async () => {
      for (const way of ways) {
        expect(kindsBy(way, since)).toContain(kind);
      }
    }, withinMs);
  const expectOnce = (since: number) => {
    for (const way of ways) {
      expect([way, ...kindsBy(way, since)]).toEqual([way, 'opened', 'closed']);
    }
  };

  it('are told once by each way, with their end', async () => {
    const since = receiver.posted.length;
    await server.stop();
    await untilTold('opened', since);
    await server.start();
    await untilWell();
    await untilTold('closed', since);
    expectOnce(since);
    const [{ body }] = posted('webhook', since);
    expect(JSON.parse(body).data).toMatchObject({
      id: expect.stringMatching(
        /^server:postgres-\w+:server-reachable:1:opened$/,
      ),
      severity: 'critical',
      checkIds: ['server-reachable'],
      incident: { id: expect.stringMatching(/:server-reachable:1$/) },
      url: 'https://portal.example.com/database-health',
    });
    for (const each of receiver.posted.slice(since)) {
      expect(each.body).not.toMatch(/127[.]0[.]0[.]1|password/);
    }
  });

  it('are told by webhooks alone while the store is down, with ids by which they are one', async () => {
    const since = receiver.posted.length;
    await ofStore.stop();
    await eventually(async () =>
      expect(kindsBy('webhook', since)).toContain('opened'),
    );
    expect(kindsBy('event', since)).toEqual([]);
    expect(kindsBy('notification', since)).toEqual([]);
    await ofStore.start();
    await untilWell();
    await untilTold('closed', since);
    const byWebhook = tellsOf(since).filter(({ way }) => way === 'webhook');
    expect([...new Set(byWebhook.map(({ id }) => id))]).toEqual([
      expect.stringMatching(/:server-reachable:1:opened$/),
      expect.stringMatching(/:server-reachable:1:closed$/),
    ]);
    expect(byWebhook.length).toBeLessThanOrEqual(6);
    for (const way of ['event', 'notification'] as const) {
      expect(kindsBy(way, since)).toEqual(['opened', 'closed']);
    }
  });

  it.each<HeldAt>(['before the claim', 'after the claim'])(
    'are told once by others when the one that was about to is killed %s',
    async heldAt => {
      const since = receiver.posted.length;
      const claims = await holdClaims(ofStore, heldAt);
      await server.stop();
      const { applicationName, letOthersGoOn } = await claims.held();
      const killed = replicas[Number(applicationName)];
      killed.process.kill('SIGKILL');
      await once(killed.process, 'exit');
      expect(tellsOf(since)).toEqual([]);
      await letOthersGoOn();
      await claims.dispose();
      await untilTold('opened', since, leaseAndLookMs + 30_000);
      await server.start();
      await untilWell();
      await untilTold('closed', since, leaseAndLookMs + 30_000);
      expectOnce(since);
      expect(
        tellsOf(since).map(({ replica }) => String(replica)),
      ).not.toContain(applicationName);
    },
  );

  it('are told once a day by one of them', async () => {
    // Its minute may come long after all the others are told.
    await eventually(
      async () => expect(posted('digest')).not.toEqual([]),
      200_000,
    );
    expect(posted('digest')).toHaveLength(1);
    const [{ body }] = posted('digest');
    const { type, data } = JSON.parse(body);
    expect(type).toBe('database-health.digest');
    expect(data.at.slice(11, 16)).toBe(digestAt);
    expect(data.messages.length).toBeGreaterThan(0);
  });

  it('are signed', () => {
    const all = [...posted('webhook'), ...posted('digest')];
    expect(all.length).toBeGreaterThan(0);
    for (const { body, headers } of all) {
      new Webhook(secret).verify(body, headers as Record<string, string>);
    }
  });
});

function ofMessage(read: { data: IncidentMessage } | IncidentMessage) {
  const { kind, id } = 'data' in read ? read.data : read;
  return { kind, id };
}

function ofNotification({ title, scope }: { title: string; scope: string }) {
  return {
    kind: title.startsWith('Over: ')
      ? ('closed' as const)
      : ('opened' as const),
    id: scope,
  };
}
