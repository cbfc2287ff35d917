import type { DatabaseQueries } from 'backstage-plugin-database-health-common';
import type { Readings } from 'backstage-plugin-database-health-node';
import type { Queries, ServerStatement, Statement } from '../pure/facts';
import { valueOf } from 'backstage-plugin-database-health-node';
import { mostSlowStatements } from '../pure/facts';
import { statementKey } from './statementKey';
import type { Snapshot } from '../picture/types';

const rateOverMs = 5 * 60_000;

/**
 * What the plugin ran in this process; `null` before the first look, and where
 * only other replicas observe it.
 */
export function queriesOf(
  { known, observation, readings }: Snapshot,
  { replicaId, details }: { replicaId: string; details: boolean },
): DatabaseQueries | null {
  const queries = observation && valueOf(known.queries);
  if (!queries) {
    return null;
  }
  const { count, errors, duplicates, times, statements } = queries;
  return {
    replicaId,
    count,
    errors,
    duplicates,
    perSecond: perSecond(queries),
    latencyMs:
      times.count === 0
        ? null
        : { p50: times.p50Ms, p95: times.p95Ms, p99: times.p99Ms },
    ...(details &&
      withServer(
        statements,
        // Where it never succeeded, the attempt says why.
        known.serverStatements ?? readings.serverStatements,
      )),
  };
}

type ServerReading = Readings['serverStatements'];
type SlowStatement = NonNullable<DatabaseQueries['statements']>[number];

/** The plugin's own statements, and those that only the server knows. */
function withServer(
  statements: readonly Statement[],
  reading: ServerReading,
): Pick<DatabaseQueries, 'statements' | 'server'> {
  const measured = valueOf(reading)?.statements ?? [];
  const keyOf = ({ text }: { text: string }) => statementKey(text);
  const own = new Set(statements.map(keyOf));
  const byKey = new Map(measured.map(each => [keyOf(each), each]));
  return {
    statements: statements.map(statement => {
      const server = byKey.get(keyOf(statement));
      return {
        ...toSlowStatement(statement),
        ...(server && { server: toFigures(server) }),
      };
    }),
    server: {
      ...sourceOf(reading),
      others: measured
        .filter(each => !own.has(keyOf(each)))
        .slice(0, mostSlowStatements)
        .map(each => ({ text: each.text, ...toFigures(each) })),
    },
  };
}

/** When and since when the server measured, or why there is nothing. */
function sourceOf(
  reading: ServerReading,
): Omit<NonNullable<DatabaseQueries['server']>, 'others'> {
  if (!reading) {
    return { missing: 'Not read yet, or not on this engine.' };
  }
  if (reading.status === 'failed') {
    return { missing: reading.reason };
  }
  const { at, value } = reading;
  const { unmeasured: missing, since, statements } = value;
  return missing !== undefined && statements.length === 0
    ? { missing }
    : {
        ...(missing !== undefined && { missing }),
        at: new Date(at).toISOString(),
        ...(since !== undefined && { since: new Date(since).toISOString() }),
      };
}

function toFigures({
  count,
  totalMs,
  maxMs,
  rows,
  blocksHit,
  blocksRead,
}: ServerStatement): NonNullable<SlowStatement['server']> {
  const blocks = (blocksHit ?? 0) + (blocksRead ?? 0);
  return {
    count,
    totalMs,
    meanMs: count > 0 ? totalMs / count : 0,
    maxMs,
    rows,
    hitRatio: blocks > 0 ? (blocksHit ?? 0) / blocks : null,
  };
}

/** Over the last five minutes, or as many as are known. */
function perSecond({ history }: Queries): number | null {
  const last = history[history.length - 1];
  const first = history.find(({ at }) => at >= last.at - rateOverMs);
  return first === undefined || first.at === last.at
    ? null
    : ((last.count - first.count) * 1_000) / (last.at - first.at);
}

function toSlowStatement({
  since,
  lastAt,
  ...figures
}: Statement): SlowStatement {
  return {
    ...figures,
    since: new Date(since).toISOString(),
    lastAt: new Date(lastAt).toISOString(),
  };
}
