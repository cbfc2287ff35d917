import { certificate } from './certificate';
import { connectionPeak } from './connectionPeak';
import { connectionsPeak, type LookSubject } from './connectionsPeak';
import type { DerivedFact } from './derive';
import { heldSince } from './heldSince';
import { neighboursOfAll } from './neighbours';
import { otherPools } from './otherPools';
import { poolBudget } from './poolBudget';
import { serverReachability } from './serverReachability';
import { serverSize } from './serverSize';
import type { ServerSubject } from './serverSubject';
import { ownSessions, type PartSubject } from './sessions';
import { type DatabaseSubject, sizeLimit } from './sizeLimit';
import { pluginsOfStatistics } from './statistics';
import { statisticsHistory } from './statisticsHistory';

/** What follows from readings of one plugin database, each time it is judged. */
export const derivedOfDatabase: readonly DerivedFact<DatabaseSubject>[] = [
  heldSince,
  sizeLimit,
];

/** What follows from readings of all plugin databases of a server. */
export const derivedOfServer: readonly DerivedFact<ServerSubject>[] = [
  neighboursOfAll,
  pluginsOfStatistics,
  poolBudget,
  connectionPeak,
  serverReachability,
  serverSize,
  certificate,
];

/** What of the readings of a server is one plugin database's. */
export const partsOfServer: readonly DerivedFact<PartSubject>[] = [ownSessions];

/** What looks at one server add up to. */
export const derivedOfServerPulse: readonly DerivedFact<LookSubject>[] = [
  connectionsPeak,
  statisticsHistory,
];

/** What follows from what the other replicas reported. */
export const derivedOfPeers = [otherPools];

export { derivedOfSurvey } from './surveys';
export { withDerived, withDerivedLater } from './derive';
