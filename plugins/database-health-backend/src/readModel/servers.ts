import type { Server } from 'backstage-plugin-database-health-common';
import { valueOf } from 'backstage-plugin-database-health-node';
import {
  type Intervals,
  pulseStaleAfterMs,
  reportedStaleAfterMs,
} from '../judging/staleness';
import type { ServerSnapshot, Snapshot } from '../picture/types';

/** One server as the API has it; hosts only with the details permission. */
export function toServer(
  server: ServerSnapshot,
  context: Intervals & { at: number; details: boolean },
): Server {
  const pooled = server.databases.filter(isPooled);
  const [{ database }] = [
    ...server.databases.filter(each => !isPooled(each)),
    ...pooled,
  ];
  const identity = valueOf(server.known.identity);
  const counted = valueOf(server.known.connections);
  const budget = valueOf(server.known.poolBudget);
  const silence = unreachable(server);
  const isUnreachable = silence.unreachableSince !== undefined;
  return {
    id: server.id,
    engine: database.configured.engine,
    version: identity?.version ?? null,
    status: server.status,
    role: isUnreachable ? 'unknown' : identity?.role ?? 'unknown',
    ...silence,
    ...(context.details && {
      host: database.configured.address,
      addresses: [...server.addresses],
    }),
    ...(pooled.length > 0 && {
      pooler: { pluginIds: pooled.map(each => each.database.pluginId).sort() },
    }),
    ...certificateOf(server, context),
    connections: isUnreachable ? null : toUse(server, context),
    budget:
      counted && budget
        ? {
            max: budget.max,
            available: counted.limit - counted.reserved,
            byPlugin: budget.byPlugin.map(({ pluginId, max, replicas }) => ({
              pluginId,
              max,
              replicas,
            })),
          }
        : null,
  };
}

function certificateOf(
  { known }: ServerSnapshot,
  { details }: { details: boolean },
): Pick<Server, 'certificate'> {
  const certificate = valueOf(known.certificate);
  return certificate
    ? {
        certificate: {
          validUntil: new Date(certificate.validUntil).toISOString(),
          ...(details && {
            subject: certificate.subject,
            issuer: certificate.issuer,
          }),
        },
      }
    : {};
}

function unreachable({
  known,
}: ServerSnapshot): Pick<Server, 'unreachableSince'> {
  const reachability = valueOf(known.serverReachability);
  return reachability?.silentSince !== undefined &&
    reachability.answering.length + reachability.unasked.length === 0
    ? { unreachableSince: new Date(reachability.silentSince).toISOString() }
    : {};
}

function isPooled({ known }: Snapshot): boolean {
  return valueOf(known.identity)?.server?.pooled ?? false;
}

/** What was counted too long ago is not shown as now. */
function toUse(
  { databases, known: { connections: reading } }: ServerSnapshot,
  context: Intervals & { at: number },
): Server['connections'] {
  const staleAfterMs = databases.some(({ observation }) => observation)
    ? pulseStaleAfterMs(context)
    : Math.max(pulseStaleAfterMs(context), reportedStaleAfterMs);
  if (reading?.status !== 'read' || context.at - reading.at > staleAfterMs) {
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
