import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '../../../pure/facts';
import type { PostgresServer } from 'postgres-server';
import { startPostgres } from 'postgres-server';
import {
  pgbouncerAvailable,
  startPgbouncer,
} from '../../../__testUtils__/pgbouncer';
import {
  type ReachableServer,
  startReachable,
} from '../../../__testUtils__/reachableServer';
import { observedPlugin } from '../../__testUtils__/observedPlugin';
import { asSuperuser } from '../../__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

type ServerIdentity = NonNullable<Identity['server']>;

/** What the server says over this connection. */
async function said(
  server: PostgresServer,
  connection: object = {},
): Promise<ServerIdentity> {
  const plugin = await observedPlugin('catalog', {
    client: 'pg',
    connection: { ...server.connection(), ...connection },
  });
  const subject = { ...plugin, identity: { name: 'any' } } as Subject;
  try {
    const { run } = await readFact(subject, 'connections');
    const { server: identity } = await readFact(subject, 'identity');
    expect(identity!.run).toBe(run);
    return identity!;
  } finally {
    await subject.dispose();
  }
}

const plain = { user: 'plain', password: 'plain' };

// Whoever owns a table reaches nothing through this: only settings and functions of the
// server are read.
describe.each([14, 18] as const)('The identity of PostgreSQL %i', major => {
  let reachable: ReachableServer;
  let server: PostgresServer;

  beforeAll(async () => {
    reachable = await startReachable(major);
    server = reachable.server;
    await asSuperuser(
      server,
      `create role plain login createdb password 'plain'`,
    );
  });
  afterAll(() => reachable?.dispose());

  it('is the same by every address, for every role, and after a restart', async () => {
    const first = await said(server);
    expect(first).toEqual({
      key: expect.stringMatching(/^\d{15,}\//),
      run: expect.any(String),
      pooled: false,
    });
    for (const host of reachable.hosts) {
      expect(await said(server, { host, ...plain })).toEqual(first);
    }
    await server.stop();
    await server.start();
    const later = await said(server, plain);
    expect(later.key).toBe(first.key);
    expect(later.run).not.toBe(first.run);
  });

  (pgbouncerAvailable ? describe : describe.skip)('through a pooler', () => {
    it.each(['session', 'transaction'] as const)(
      'is the same in %s mode, and the pooler is told',
      async poolMode => {
        const pgbouncer = await startPgbouncer(server, poolMode);
        try {
          expect(await said(server, { port: pgbouncer.port })).toEqual({
            ...(await said(server)),
            pooled: true,
          });
        } finally {
          await pgbouncer.dispose();
        }
      },
    );
  });

  it('is the same run where the role may not ask for more', async () => {
    const { run } = await said(server);
    const onEach = async (sql: string) => {
      for (const database of ['postgres', 'backstage_plugin_catalog']) {
        await asSuperuser(server, sql, database);
      }
    };
    await onEach('revoke execute on function pg_control_system from public');
    for (const host of reachable.hosts) {
      expect(await said(server, { host, ...plain })).toEqual({
        run,
        pooled: false,
      });
    }
    await onEach('grant execute on function pg_control_system to public');
    expect(await said(server, plain)).toHaveProperty('key');
  });

  it('tells a standby from its primary, also when it is promoted, and another server', async () => {
    const other = await startPostgres({ major });
    const primary = await said(other);
    await other.stop();
    const data = `${other.dataDirectory}-standby`;
    execFileSync('cp', ['-a', other.dataDirectory, data]);
    writeFileSync(join(data, 'standby.signal'), '');
    // Behind the same address, as after a failover.
    const standby = await startPostgres({
      major,
      dataDirectory: data,
      port: other.port,
    });
    try {
      const here = await said(server);
      const following = await said(standby);
      await asSuperuser(standby, 'select pg_promote()');
      const promoted = await said(standby);
      const all = [here, primary, following, promoted];
      expect(new Set(all.map(({ key }) => key)).size).toBe(4);
      expect(new Set(all.map(({ run }) => run)).size).toBe(4);
      await standby.stop();
      await standby.start();
      expect((await said(standby)).key).toBe(promoted.key);
    } finally {
      await standby.dispose();
      await other.dispose();
    }
  });
});
