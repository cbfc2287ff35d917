import { askServer } from '../../e2e/serverTruth';
import type { PostgresServer } from 'postgres-server';

/** With the number of statements that the server has run meanwhile. */
export async function counted<T>(
  server: PostgresServer,
  work: () => Promise<T>,
): Promise<T & { statements: number }> {
  await askServer(server, 'select pg_stat_statements_reset()');
  const done = await work();
  const [{ calls }] = await askServer<{ calls: string }>(
    server,
    `select coalesce(sum(calls), 0) as calls from pg_stat_statements
     where query not like '%pg_stat_statements%'`,
  );
  return { ...done, statements: Number(calls) };
}
