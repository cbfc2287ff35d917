import type { Engine } from 'backstage-plugin-database-health-common';

/**
 * What a run that ended early may have left, as a sentence that follows
 * another one. MySQL and MariaDB commit before and after every change of a
 * table, whatever transaction it stands in.
 */
export function halfDone(engine: Engine): string {
  return engine === 'mysql'
    ? ' MySQL and MariaDB commit each change of a table at once, so the migration that ran may be half applied, even one in a transaction: undo its part by hand before the next run.'
    : ' A migration that ran without a transaction may be half applied: check its changes before the next run.';
}
