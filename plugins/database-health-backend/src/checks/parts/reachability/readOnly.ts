import type { Engine } from 'backstage-plugin-database-health-common';
import { dialects } from '../../../engines/dialects';
import type { Reachability } from '../../../pure/facts';

type Cause = NonNullable<Reachability['readOnly']>;

const standbyRemedy =
  'After a failover, or where an address of readers is configured: lead `backend.database.connection.host` to the primary, by the name that follows it if there is one, and restart the backend if its pools still hold connections to the former one. If this server is to take over, promote it.';

/** Why writes are refused, in words that stand in brackets. */
export function readOnlyBecause(cause: Cause, engine: Engine): string {
  return cause === 'standby'
    ? 'standby'
    : dialects[engine].readOnly?.setting ?? 'it is set so';
}

export function readOnlyRemedy(cause: Cause, engine: Engine): string {
  return cause === 'standby'
    ? standbyRemedy
    : dialects[engine].readOnly?.remedy ?? standbyRemedy;
}
