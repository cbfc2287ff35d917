import type { Server } from 'backstage-plugin-database-health-common';
import type {
  Connections,
  Reading,
} from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import { rollUp } from '../judging/judge';
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
    connections: toUse(server.known.connections),
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

function toUse(
  reading: Reading<Connections> | undefined,
): Server['connections'] {
  if (reading?.status !== 'read') {
    return null;
  }
  const { used, limit, reserved, byPlugin } = reading.value;
  return {
    used,
    limit,
    reserved,
    readAt: new Date(reading.at).toISOString(),
    ...(byPlugin && { byPlugin: [...byPlugin] }),
  };
}

/**
 * Critical where none of its plugin databases answers: its own checks hold what
 * they knew until that is stale. Else the worst of those, and where none
 * applies, whether a plugin database answers.
 */
function statusOf({ results, databases }: ServerSnapshot): Server['status'] {
  const answers = databases.map(
    ({ known }) => valueOf(known.reachability)?.answered,
  );
  const hasAnswer = answers.includes(true);
  if (!hasAnswer && answers.includes(false)) {
    return 'critical';
  }
  if (results.some(({ status }) => status !== 'skipped')) {
    return rollUp(results);
  }
  return hasAnswer ? 'ok' : 'unknown';
}
