import type {
  Judgement,
  LedgerFact,
  Skipped,
  Unknown,
} from 'backstage-plugin-database-health-node';
import { someOf } from '../wording/list';

/** A ledger as people name it; the object of its findings. */
export function nameOf({ schema, table }: LedgerFact): string {
  return schema ? `${schema}.${table}` : table;
}

/** Whether anybody knows which files belong to a ledger. */
export function hasKnownFiles({ files }: LedgerFact): boolean {
  return files !== null;
}

/**
 * Judges the ledgers one by one. One that was not read makes the whole
 * unknown, whatever the others are.
 */
export function judgeEach(
  ledgers: readonly LedgerFact[],
  judge: (ledger: LedgerFact) => Judgement | undefined,
): readonly Judgement[] | Skipped | Unknown {
  if (ledgers.length === 0) {
    return { skipped: 'This plugin database has no ledger.' };
  }
  const judgements = ledgers
    .filter(({ unreadable }) => !unreadable)
    .map(judge)
    .filter(judgement => judgement !== undefined);
  const [unread] = ledgers.filter(({ unreadable }) => unreadable);
  return unread
    ? {
        unknown: `${nameOf(unread)} was not read. ${
          unread.unreadable!.sentence
        }`,
        judgements,
      }
    : judgements;
}

/**
 * Judges the ledgers whose files are known; skipped where those of none are.
 */
export function judgeEachWithFiles(
  ledgers: readonly LedgerFact[],
  judge: (ledger: LedgerFact) => Judgement | undefined,
): readonly Judgement[] | Skipped | Unknown {
  const judged = ledgers.filter(
    ledger => ledger.unreadable || hasKnownFiles(ledger),
  );
  if (ledgers.length > 0 && judged.length === 0) {
    return {
      skipped: `Nobody knows which files belong to ${someOf(
        ledgers.map(nameOf),
      )}.`,
    };
  }
  return judgeEach(judged, judge);
}
