import type { Failure } from './pulse';
import type { ReplicaTime } from './times';

/**
 * How a plugin logs in whose password is a token that ends and is renewed. Never the
 * token.
 *
 * @public
 */
export interface IdentityToken {
  /** Who gives it: `connection.type` of Backstage, or a function of somebody's own. */
  provider: 'azure' | 'cloudsql' | 'rds' | 'other';
  /** When the last one was obtained, epoch milliseconds; absent before the first. */
  obtainedAt?: ReplicaTime;
  /** Who wants a connection gets another one first. */
  due: boolean;
  /** Since when none could be obtained, epoch milliseconds. */
  failingSince?: ReplicaTime;
  /** The newest attempt that failed, epoch milliseconds. */
  lastFailureAt?: ReplicaTime;
  /** Why it failed. */
  failure?: Failure;
}
