import { type PostgresServer, startPostgres } from 'postgres-server';
import { Gate } from './gate';
import { asSuperuser } from './postgresSubjects';
import type { Subject } from './subject';

/** A server that vacuums what has changed within a second or two. */
export function startEagerlyVacuuming(): Promise<PostgresServer> {
  return startPostgres({
    settings: {
      autovacuum_naptime: '1',
      autovacuum_analyze_threshold: '1',
      autovacuum_analyze_scale_factor: '0',
    },
  });
}

/**
 * Holds a worker of autovacuum back at a gate that is held by `user`: it
 * analyzes a table of the plugin, and an index of that waits there.
 */
export async function holdAutovacuum(
  server: PostgresServer,
  { client, identity }: Subject,
  user: string,
): Promise<Gate> {
  await client.raw(`
    create function gated(n int) returns int immutable language plpgsql as
      $$ begin perform ${Gate.sql}; return n; end $$;
    create table analyzed as select n from generate_series(1, 100) n;
    create index on analyzed (gated(n))`);
  const gate = await Gate.close(server, identity.name, user);
  await client.raw('delete from analyzed where n > 10');
  const worker = await gate.reached();
  expect(
    await asSuperuser(
      server,
      `select backend_type from pg_stat_activity where pid = ${worker}`,
    ),
  ).toEqual([{ backend_type: 'autovacuum worker' }]);
  return gate;
}
