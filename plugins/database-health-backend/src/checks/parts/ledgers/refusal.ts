import type { Environment, LedgerFact } from '../../../pure/facts';

/**
 * Whether the plugin starts without its migrations. One that ran them all the
 * same takes no notice of `skipMigrations`.
 */
export function startsWithoutRun(
  { lastRun }: LedgerFact,
  { migrationsSkipped }: Environment,
): boolean {
  return migrationsSkipped && lastRun === undefined;
}

/** What it means that Knex refuses a ledger, as a clause. */
export function refusal(ledger: LedgerFact, environment: Environment): string {
  return startsWithoutRun(ledger, environment)
    ? 'so the next run of its migrations will fail, but no start of the plugin, where skipMigrations is configured'
    : 'so the next start of the plugin will fail';
}
