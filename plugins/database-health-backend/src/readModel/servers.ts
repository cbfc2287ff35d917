import type { Server } from 'backstage-plugin-database-health-common';
import type { Reading } from 'backstage-plugin-database-health-node';
import type { Connections } from '../pure/facts';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { ServerSnapshot, Snapshot } from '../picture/types';

/** One server as the API has it; hosts only with the details permission. */
export function toServer(
  server: ServerSnapshot,
  options: { details: boolean },
): Server {
  const pooled = server.databases.filter(isPooled);
  const [{ database }] = [
    ...server.databases.filter(each => !isPooled(each)),
    ...pooled,
  ];
  const identity = valueOf(server.known.identity);
  const connections = valueOf(server.known.connections);
  const budget = valueOf(server.known.poolBudget);
  return {
    id: server.id,
    engine: database.configured.engine,
    version: identity?.version ?? null,
    status: server.status,
    role: identity?.role ?? 'unknown',
    ...unreachable(server),
    ...(options.details && {
      host: database.configured.address,
      addresses: [...server.addresses],
    }),
    ...(pooled.length > 0 && {
      pooler: { pluginIds: pooled.map(each => each.database.pluginId).sort() },
    }),
    ...certificateOf(server, options),
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
