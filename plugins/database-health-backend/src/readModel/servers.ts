import type { Server } from 'backstage-plugin-database-health-common';
import type { Connections } from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import { rollUp } from '../picture/judge';
import type { ServerSnapshot } from '../picture/types';

/** One server as the API has it; hosts only with the details permission. */
export function toServer(
  server: ServerSnapshot,
  options: { details: boolean },
): Server {
  const [{ database }] = server.databases;
  const identity = valueOf(server.known.identity);
  const connections = valueOf(server.known.connections);
  const budget = valueOf(server.known.poolBudget);
  return {
    id: server.id,
    engine: database.configured.engine,
    version: identity?.version ?? null,
    status: statusOf(server),
    role: identity?.role ?? 'unknown',
    ...(options.details && { host: database.configured.address }),
    connections: connections ? toUse(connections) : null,
    budget:
      connections && budget
        ? {
            max: budget.max,
            available: connections.limit - connections.reserved,
            byPlugin: budget.byPlugin.map(each => ({ ...each })),
          }
        : null,
  };
}

function toUse({
  used,
  limit,
  reserved,
  byPlugin,
}: Connections): Server['connections'] {
  return {
    used,
    limit,
    reserved,
    ...(byPlugin && { byPlugin: [...byPlugin] }),
  };
}

/**
 * The worst of the checks on the server itself. Where none applies, a server
 * is ok as long as one of its plugin databases answers.
 */
function statusOf({ results, databases }: ServerSnapshot): Server['status'] {
  if (results.some(({ status }) => status !== 'skipped')) {
    return rollUp(results);
  }
  const answers = databases.map(
    ({ known }) => valueOf(known.reachability)?.answered,
  );
  if (answers.includes(true)) {
    return 'ok';
  }
  return answers.includes(false) ? 'critical' : 'unknown';
}
