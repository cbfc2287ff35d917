import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type PostgresServer, startPostgres } from 'postgres-server';
import { connectionOf } from '../__testUtils__/deployments';
import { eventually } from '../__testUtils__/eventually';
import { startReplica } from '../__testUtils__/replica';

const readiness = '/.backstage/health/v1/readiness';
const liveness = '/.backstage/health/v1/liveness';

describe('our readiness in that of Backstage', () => {
  let server: PostgresServer;
  let directory: string;
  let withOurs: { process: ChildProcess; port: number };
  let without: { process: ChildProcess; port: number };

  async function ask({ port }: { port: number }, path: string) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      signal: AbortSignal.timeout(5_000),
    });
    return { status: response.status, body: await response.json() };
  }

  // A process that starts beside others may take long on a busy machine.
  const expectStatus = (
    of: { port: number },
    status: number,
    withinMs = 60_000,
  ) =>
    eventually(async () => {
      expect(await ask(of, readiness)).toMatchObject({ status });
    }, withinMs);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'database-health-'));
    server = await startPostgres({ major: 18 });
    const start = async (rootHealth: boolean) => {
      const port = await freePort();
      const process = await startReplica({
        directory,
        database: { client: 'pg', connection: connectionOf(server) },
        databaseHealth: {
          pulse: { interval: '1s' },
          readiness: { plugins: ['inventory'], failureThreshold: 2 },
        },
        pluginIds: ['inventory', 'orders'],
        lifecycle: { serverShutdownDelay: '3s' },
        port,
        rootHealth,
      });
      return { process, port };
    };
    withOurs = await start(true);
    // Where both migrate at once, one finds the other's lock and never starts.
    await expectStatus(withOurs, 200, 180_000);
    without = await start(false);
    await expectStatus(without, 200, 180_000);
  }, 400_000);

  afterAll(async () => {
    withOurs?.process.kill('SIGKILL');
    without?.process.kill('SIGKILL');
    await server?.dispose();
    await rm(directory, { recursive: true });
  });

  it('is ready with it, and not while a database that readiness names is away', async () => {
    expect((await ask(withOurs, readiness)).body).toEqual({ status: 'ok' });

    await server.stop();
    await expectStatus(withOurs, 503);
    expect((await ask(withOurs, readiness)).body).toEqual({
      message: 'Database Health says that this backend is not ready',
      status: 'error',
    });
    expect(await ask(withOurs, liveness)).toMatchObject({ status: 200 });
    expect(await ask(without, readiness)).toMatchObject({ status: 200 });

    await server.start();
    await expectStatus(withOurs, 200);
  });

  it('says as Backstage does that it shuts down, while it still answers', async () => {
    for (const each of [withOurs, without]) {
      const exited = once(each.process, 'exit');
      each.process.kill('SIGTERM');
      await expectStatus(each, 503);
      expect((await ask(each, readiness)).body).toEqual({
        message: 'Backend is shutting down',
        status: 'error',
      });
      expect(await ask(each, liveness)).toMatchObject({ status: 200 });
      await exited;
    }
  });
});
