import { type PostgresServer, startPostgres } from 'postgres-server';
import { connectionOf } from '../__testUtils__/deployments';
import { type Portal, startPortal } from '../__testUtils__/portal';

/** More than a finding of timeouts needs to be critical. */
const requests = 8;

describe('a freeze of the server that is over', () => {
  let server: PostgresServer;
  let portal: Portal;

  beforeAll(async () => {
    server = await startPostgres();
    portal = await startPortal({
      database: {
        client: 'pg',
        connection: connectionOf(server),
        knexConfig: {
          pool: {
            max: 2,
            acquireTimeoutMillis: 500,
            createTimeoutMillis: 2_000,
          },
        },
      },
    });
    await portal.survey();
  });
  afterAll(async () => {
    server?.resume();
    await portal?.stop();
    await server?.dispose();
  });

  const timeouts = async () => {
    const { status, findings } = await portal.check(
      'inventory',
      'pool-timeouts',
    );
    return { status, messages: findings.map(({ message }) => message) };
  };

  it('is told as a warning that says when it ended, by which the portal is not down', async () => {
    server.pause();
    const held = Array.from({ length: requests }, () =>
      portal.inventory.raw('select 1').then(
        () => 'answered',
        (error: Error) => error.name,
      ),
    );
    await portal.eventually(async () => {
      expect((await timeouts()).status).toBe('critical');
      await portal.get('/status').expect(503);
    });
    const frozen = await timeouts();
    expect(frozen.messages).toEqual([
      expect.stringMatching(
        /^[5-8] requests for a connection got none in time in the last 5 min; [012] of 2 connections are in use now\.$/,
      ),
    ]);

    // It is the server that is told of, and not the pools, nor what could not be
    // found out about them.
    await portal.eventually(async () => {
      const { findings } = await portal.overview();
      const told = findings.map(
        ({ checkId, message }) => `${checkId}: ${message}`,
      );
      expect(told).toContainEqual(
        expect.stringMatching(
          /^server-reachable: .+ does not answer (in time|when a connection is opened)/,
        ),
      );
      expect(told).toContainEqual(
        expect.stringMatching(
          /^pool-create-failures: Opening a connection timed out:/,
        ),
      );
      expect(told.join('\n')).not.toMatch(
        /cannot open connections|belongs to another role/,
      );
    }, 60_000);

    server.resume();
    const answers = await Promise.all(held);
    expect(
      answers.filter(answer => answer === 'KnexTimeoutError').length,
    ).toBeGreaterThanOrEqual(5);
    const resumedAt = Date.now();
    await portal.eventually(async () => {
      await portal.get('/status').expect(200);
      expect(await timeouts()).toEqual({
        status: 'warning',
        messages: [
          expect.stringMatching(
            /^[5-8] requests .* in the last 5 min, the last one at \d\d:\d\d UTC; [01] of 2 connections are in use now\.$/,
          ),
        ],
      });
    }, 90_000);
    // It has ended; that it once was is told for as long as it is counted.
    expect(Date.now() - resumedAt).toBeLessThan(60_000);
    const { findings } = await portal.overview();
    expect(findings.filter(({ severity }) => severity === 'critical')).toEqual(
      [],
    );
  });
});
