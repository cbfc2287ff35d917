import type { Reachability } from '../../pure/facts';
import { derivedFact } from './derive';
import type { ServerSubject } from './serverSubject';

interface Asked {
  readonly pluginId: string;
  readonly at: number;
  readonly value: Reachability;
}

/**
 * Whether a server answers, by how its plugin databases were found last. Known as of
 * the newest look at one of them; not known while none was looked at.
 */
export const serverReachability = derivedFact({
  fact: 'serverReachability',
  needs: ['reachability'],
  derive(_, { databases }: ServerSubject) {
    const asked = databases.flatMap(
      ({ pluginId, readings: { reachability } }): Asked[] =>
        reachability?.status === 'read' ? [{ pluginId, ...reachability }] : [],
    );
    const silent = asked.filter(({ value }) => !value.answered);
    const silentSince = silent.length > 0 ? startOf(silent) : undefined;
    const others = asked.filter(
      ({ value }) =>
        value.answered && !(silentSince !== undefined && value.poolFull),
    );
    const hasAnsweredSince = ({ at, value: { lastAnsweredAt = at } }: Asked) =>
      silentSince === undefined || lastAnsweredAt > silentSince;
    const idsOf = (some: readonly Asked[]) =>
      some.map(({ pluginId }) => pluginId).sort();
    const [newest] = [...silent].sort((a, b) => b.at - a.at);
    return {
      answering: idsOf(others.filter(hasAnsweredSince)),
      unasked: idsOf(others.filter(each => !hasAnsweredSince(each))),
      silent: idsOf(silent),
      failures: silent.reduce((sum, { value }) => sum + value.failures, 0),
      ...(silentSince !== undefined && { silentSince }),
      ...(newest?.value.failure && { failure: newest.value.failure }),
    };
  },
});

/**
 * The end of the first look that got no answer: an answer that came before it may be
 * older than what stopped the server.
 */
function startOf(silent: readonly Asked[]): number {
  return Math.min(
    ...silent.map(({ at, value: { failingSince, tookMs } }) =>
      failingSince === undefined ? at : failingSince + tookMs,
    ),
  );
}
