import type { LedgerFact } from '../../../pure/facts';
import { someOf } from '../wording/list';

/**
 * Who shares a ledger that Knex refuses to share, as a sentence that follows
 * another one; empty where nobody does.
 */
export function sharing(ledger: LedgerFact): string {
  const sources = [ledger.source, ...(ledger.otherSources ?? [])].filter(
    source => source !== null,
  );
  if (sources.length < 2 || ledger.validationDisabled) {
    return '';
  }
  const names = sources.map(
    source =>
      source.package ??
      // A finding may be seen by who must not know folders of the machine.
      (source.directory ? 'an unknown package' : 'migrations made in code'),
  );
  return ` It is shared by ${someOf([
    ...new Set(names),
  ])}, and Knex takes the migrations of one for missing files of the other.`;
}
