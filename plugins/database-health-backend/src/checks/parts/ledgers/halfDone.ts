import type { Engine } from 'backstage-plugin-database-health-common';
import { dialects } from '../../../engines/dialects';

/**
 * What a run that ended early may have left, as a sentence that follows
 * another one.
 */
export function halfDone(engine: Engine): string {
  return (
    dialects[engine].halfDone ??
    ' A migration that ran without a transaction may be half applied: check its changes before the next run.'
  );
}
