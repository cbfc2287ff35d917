import type { Severity } from 'backstage-plugin-database-health-common';
import type { JudgedResult } from '../../judging/types';
import type { JudgedServer } from '../../picture/types';

/** What a check says: a severity for each finding, or why it says nothing. */
export type Said =
  | Severity
  | 'dismissed'
  | 'unknown'
  | { severity: Severity; message: string; openAfterMs?: number };

/** Results of a plugin database or a server, by the ids of its checks. */
export type SaidByCheck = Readonly<Record<string, Said>>;

/** A server of which the checks say this; all others are well. */
export function judgedServer(
  said: { server?: SaidByCheck } & {
    databases: Readonly<Record<string, SaidByCheck>>;
  },
  checkedAt: number,
  since = checkedAt,
): JudgedServer {
  return {
    id: 'postgres-1',
    databases: Object.entries(said.databases).map(([pluginId, results]) => ({
      database: { pluginId },
      checkedAt,
      readings: {},
      results: resultsOf(pluginId, results, since),
    })),
    results: resultsOf('postgres-1', said.server ?? {}, since),
  } as unknown as JudgedServer;
}

function resultsOf(
  target: string,
  said: SaidByCheck,
  since: number,
): JudgedResult[] {
  return Object.entries(said).map(([checkId, what]): JudgedResult => {
    if (what === 'unknown') {
      return {
        checkId,
        title: checkId,
        status: 'unknown',
        reason: 'It could not be read.',
        findings: [],
      };
    }
    const { severity, message, openAfterMs } =
      typeof what === 'object'
        ? what
        : {
            severity: what === 'dismissed' ? ('critical' as const) : what,
            message: `${checkId} of ${target}.`,
            openAfterMs: undefined,
          };
    return {
      checkId,
      title: checkId,
      status: what === 'dismissed' ? 'ok' : severity,
      findings: [
        {
          key: `${target}:${checkId}`,
          checkId,
          severity,
          title: checkId,
          message,
          openAfterMs,
          since: new Date(since).toISOString(),
          ...(what === 'dismissed' && {
            dismissed: { by: 'user:guest', reason: 'Known.' },
          }),
        } as JudgedResult['findings'][number],
      ],
    };
  });
}
