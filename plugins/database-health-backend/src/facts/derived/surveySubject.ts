import type { Observation } from '../../observation/types';
import type { WatchedDatabase } from '../../picture/types';
import type { Moment } from './derive';

/** A plugin database that was surveyed. */
export interface SurveySubject extends Moment {
  readonly database: WatchedDatabase;
  /** `undefined` where only other replicas observe it. */
  readonly observation: Observation | undefined;
  /** Another replica took the survey. */
  readonly takenOver: boolean;
}
