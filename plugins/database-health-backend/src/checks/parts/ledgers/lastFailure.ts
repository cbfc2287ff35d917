import type { LedgerFact } from '../../../pure/facts';
import { utc } from '../wording/times';

/** `failed at 2026-01-01 11:59:00 UTC: <why>.`, where the last run did. */
export function lastFailure({ lastRun }: LedgerFact): string | undefined {
  if (lastRun?.outcome !== 'failed') {
    return undefined;
  }
  const why = lastRun.failure?.sentence ?? 'nobody knows why';
  return `failed at ${utc(lastRun.at)}: ${why}${why.endsWith('.') ? '' : '.'}`;
}

/** The same as a sentence that follows another one. */
export function andLastRunFailed(ledger: LedgerFact): string {
  const failure = lastFailure(ledger);
  return failure ? ` The last run ${failure}` : '';
}
