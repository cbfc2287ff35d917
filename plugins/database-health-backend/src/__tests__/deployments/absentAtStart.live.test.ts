import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { Overview } from 'backstage-plugin-database-health-common';
import type { Client } from 'pg';
import { freePort, type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../../__testUtils__/eventually';
import { replicaToken, startReplica } from '../../__testUtils__/replica';
import { superuserSession } from '../../engines/__testUtils__/postgresSubjects';

interface Refusal {
  readonly name: string;
  /** As the log has it. */
  readonly sentence: string;
  begin(session: Client, server: PostgresServer): Promise<unknown>;
  end(session: Client, server: PostgresServer): Promise<unknown>;
}

const rulesOf = ({ dataDirectory }: PostgresServer) =>
  join(dataDirectory, 'pg_hba.conf');
let rules: string;

const refusals: readonly Refusal[] = [
  {
    name: 'demands TLS',
    sentence: 'The server has no rule in `pg_hba.conf` for this host',
    async begin(session, server) {
      rules = readFileSync(rulesOf(server), 'utf8');
      writeFileSync(rulesOf(server), 'hostssl all all all scram-sha-256\n');
      await session.query('select pg_reload_conf()');
    },
    async end(session, server) {
      writeFileSync(rulesOf(server), rules);
      await session.query('select pg_reload_conf()');
    },
  },
  {
    name: 'gives no right to connect',
    // Which could not be made.
    sentence: 'The database does not exist on the server.',
    async begin(session) {
      const { rows } = await session.query<{ datname: string }>(
        'select datname from pg_database where datallowconn',
      );
      for (const { datname } of rows) {
        await session.query(
          `revoke connect on database "${datname}" from public, portal`,
        );
      }
    },
    async end(session) {
      const { rows } = await session.query<{ datname: string }>(
        'select datname from pg_database where datallowconn',
      );
      for (const { datname } of rows) {
        await session.query(
          `grant connect on database "${datname}" to public, portal`,
        );
      }
    },
  },
];

/** With the start of every plugin allowed to fail, and keys where Backstage keeps them. */
describe.each(refusals)('a server that $name to everyone', refusal => {
  let directory: string;
  let server: PostgresServer;
  let session: Client;
  let portal: ChildProcess;
  let url: string;
  const written: string[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'database-health-'));
    server = await startPostgres({ major: 18 });
    session = await superuserSession(server);
    await session.query(`create role portal login createdb password 'portal'`);
  });

  afterAll(async () => {
    portal?.kill('SIGKILL');
    await session?.end();
    await server?.dispose();
    rmSync(directory, { recursive: true, force: true });
  });

  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { headers });

  const authorization = { authorization: `Bearer ${replicaToken}` };

  /** What needs no database of ours. */
  async function expectAnswers() {
    for (const path of ['/health/live', '/health/ready']) {
      const { status } = await ask(path);
      expect({ path, status }).toEqual({ path, status: 200 });
    }
    const report = await ask('/status', authorization);
    expect(await report.json()).toMatchObject({ status: 'fail' });
    expect((await ask('/metrics', authorization)).status).toBe(200);
    const { summary, databases } = await overview();
    expect(summary.history).toMatchObject({ working: false });
    const reachable = databases.map(each => [each.id, each.reachable]);
    expect(Object.fromEntries(reachable)).toEqual({
      'database-health': false,
      orders: false,
    });
  }

  async function overview(): Promise<Overview> {
    const answer = await ask('/overview', authorization);
    expect(answer.status).toBe(200);
    return answer.json();
  }

  /** By the logger of our plugin. */
  const warned = () =>
    stripVTControlCharacters(written.join(''))
      .split('\n')
      .filter(line => /^\S+ database-health (warn|error) /.test(line));

  it('costs no probe and no page, at the start and later, and is over when it is', async () => {
    await refusal.begin(session, server);
    const port = await freePort();
    url = `http://127.0.0.1:${port}/api/database-health`;
    const { host, port: databasePort } = server;
    portal = await startReplica({
      directory,
      port,
      database: {
        client: 'pg',
        connection: {
          ...{ host, port: databasePort, user: 'portal', password: 'portal' },
        },
      },
      databaseHealth: { pulse: { interval: '2s' } },
      pluginIds: ['orders'],
      startup: { default: { onPluginBootFailure: 'continue' } },
      logs: true,
    });
    for (const stream of [portal.stdout!, portal.stderr!]) {
      stream.on('data', chunk => written.push(String(chunk)));
    }
    await eventually(expectAnswers);
    await sleep(20_000);
    expect(warned()).toEqual([
      expect.stringContaining(refusal.sentence),
      expect.stringContaining('The store of Database Health cannot be used'),
    ]);
    // One of each plugin, of Backstage, and one where our database was to be made.
    const rejections = written.join('').match(/Unhandled rejection/g);
    expect(rejections!.length).toBeLessThanOrEqual(3);

    await refusal.end(session, server);
    await eventually(async () => {
      const { summary, databases } = await overview();
      expect(summary.history).toEqual({ working: true });
      const own = databases.find(({ id }) => id === 'database-health');
      expect(own).toMatchObject({ reachable: true });
    }, 120_000);

    await refusal.begin(session, server);
    await session.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'portal'`,
    );
    await eventually(expectAnswers);

    const ended = once(portal, 'exit');
    const startedAt = Date.now();
    portal.kill('SIGTERM');
    await ended;
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  }, 240_000);
});
