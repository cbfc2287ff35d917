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
import { makePortalStore } from '../__testUtils__/portalStore';
import { replicaToken, startReplica } from '../__testUtils__/replica';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Another replica finds out within a lease and a look. */
const leaseAndLookMs = 50_000;

/** What one of the three got by that way, and which replica told it. */
interface Got {
  way: 'webhook' | 'event' | 'sink';
  replica: number;
  message: IncidentMessage;
}

describe.each([['elsewhere'], ['on the same server']])(
  'incidents of three replicas, with the store %s,',
  place => {
    const isStoreApart = place === 'elsewhere';
    let server: PostgresServer;
    let ofStore: PostgresServer | undefined;
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

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'database-health-'));
      receiver = await startReceiver();
      server = await startPostgres({ major: 18 });
      ofStore = isStoreApart ? await startPostgres({ major: 18 }) : undefined;
      const { stored } = await makePortalStore(ofStore ?? server);
      await stored.destroy();
      const connectionOf = (of: PostgresServer) => ({
        ...of.connection(),
        database: undefined,
      });
      replicas = [];
      for (let replica = 0; replica < 3; replica++) {
        const port = await freePort();
        const url = `http://127.0.0.1:${receiver.port}/${replica}`;
        const process = await startReplica({
          directory,
          database: {
            client: 'pg',
            connection: connectionOf(server),
            knexConfig: { pool: { max: 3, acquireTimeoutMillis: 2_000 } },
            ...(ofStore && {
              plugin: {
                'database-health': { connection: connectionOf(ofStore) },
              },
            }),
          },
          databaseHealth: {
            pulse: { interval: '1s' },
            incidents: {
              openAfter: '2s',
              closeAfter: '4s',
              webhooks: {
                pager: {
                  url: `${url}/webhook`,
                  secret,
                  minSeverity: 'critical',
                  allowPrivateAddresses: true,
                },
              },
            },
          },
          pluginIds: ['inventory'],
          port,
          reportTo: url,
        });
        replicas.push({ process, port });
        // One after the other: none migrates while another one does.
        await untilWell();
      }
    });

    afterAll(async () => {
      replicas?.forEach(({ process }) => process.kill('SIGKILL'));
      await receiver?.dispose();
      await server?.dispose();
      await ofStore?.dispose();
      await rm(directory, { recursive: true });
    });

    const got = (since: number): Got[] =>
      receiver.posted.slice(since).map(({ path, body }) => {
        const [, replica, way] = path.split('/');
        const read = JSON.parse(body);
        return {
          way: way as Got['way'],
          replica: Number(replica),
          message: way === 'webhook' ? read.data : read,
        };
      });
    const kindsBy = (way: Got['way'], since: number) =>
      got(since)
        .filter(each => each.way === way)
        .map(({ message: { kind } }) => kind);

    it('are told once by each way, with their end', async () => {
      const since = receiver.posted.length;
      await server.stop();
      await eventually(async () => {
        expect(kindsBy('webhook', since)).toContain('opened');
        // Only who can tell what it had is told while the store is down.
        for (const way of ['event', 'sink'] as const) {
          expect(kindsBy(way, since)).toEqual(isStoreApart ? ['opened'] : []);
        }
      }, 60_000);
      await server.start();
      await untilWell();
      await eventually(async () => {
        for (const way of ['webhook', 'event', 'sink'] as const) {
          expect(kindsBy(way, since)).toContain('closed');
        }
      }, 60_000);

      const all = got(since);
      for (const way of ['event', 'sink'] as const) {
        expect(kindsBy(way, since)).toEqual(['opened', 'closed']);
      }
      // Who drops what it had, by the id alone, has one of each.
      const byWebhook = all.filter(each => each.way === 'webhook');
      const ids = [...new Set(byWebhook.map(({ message: { id } }) => id))];
      expect(ids).toEqual([
        expect.stringMatching(
          /^server:postgres-\w+:server-reachable:1:opened$/,
        ),
        expect.stringMatching(
          /^server:postgres-\w+:server-reachable:1:closed$/,
        ),
      ]);
      expect(byWebhook.length).toBeLessThanOrEqual(isStoreApart ? 2 : 6);
      const [{ message }] = byWebhook;
      expect(message).toMatchObject({
        severity: 'critical',
        checkIds: ['server-reachable'],
        incident: { id: expect.stringMatching(/:server-reachable:1$/) },
        url: 'https://portal.example.com/database-health',
      });
      for (const { path, headers, body } of receiver.posted.slice(since)) {
        expect(body).not.toMatch(/127[.]0[.]0[.]1|password/);
        if (path.endsWith('/webhook')) {
          new Webhook(secret).verify(body, headers as Record<string, string>);
        }
      }
    });

    if (isStoreApart) {
      it('are told by another replica when the one that was about to is killed', async () => {
        const since = receiver.posted.length;
        let killed: number | undefined;
        const answer = receiver.answer;
        receiver.answer = (response, posted) => {
          const [, replica, way] = posted.path.split('/');
          if (way === 'webhook' && killed === undefined) {
            killed = Number(replica);
            replicas[killed].process.kill('SIGKILL');
          } else {
            answer(response, posted);
          }
        };
        await server.stop();
        await eventually(async () => expect(killed).toBeDefined(), 60_000);
        await eventually(
          async () =>
            expect(kindsBy('webhook', since)).toEqual(['opened', 'opened']),
          leaseAndLookMs + 10_000,
        );
        const [first, second] = got(since).filter(
          ({ way }) => way === 'webhook',
        );
        expect(second.message.id).toBe(first.message.id);
        expect(second.replica).not.toBe(killed);
        await server.start();
        await untilWell();
        await eventually(async () => {
          expect(kindsBy('webhook', since)).toEqual([
            'opened',
            'opened',
            'closed',
          ]);
          expect(kindsBy('sink', since)).toContain('closed');
        }, leaseAndLookMs + 10_000);
      });
    }
  },
);
