import type {
  Judgement,
  Skipped,
  Unknown,
} from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../../../pure/facts';
import { ledgerKey } from '../../../pure/ledger';
import { someOf } from '../wording/list';

type Outcome = readonly Judgement[] | Skipped | Unknown;

/**
 * Judges the ledgers one by one. One that was not read makes the whole
 * unknown, whatever the others are.
 */
export function judgeEach(
  ledgers: readonly LedgerFact[],
  judge: (ledger: LedgerFact) => Judgement | undefined,
): Outcome {
  return judgeRead(ledgers, whyUnread, ledger =>
    isToldElsewhere(ledger) ? undefined : judge(ledger),
  );
}

/** What several plugins share is told with the database of the first of them. */
function isToldElsewhere({ sharedBy }: LedgerFact): boolean {
  return sharedBy !== undefined && !sharedBy.isFirst;
}

/**
 * Judges the runs of the ledgers, which are known of one that was not read, too: it
 * leaves unknown what nothing is to be said of.
 */
export function judgeEachRun(
  ledgers: readonly LedgerFact[],
  judge: (ledger: LedgerFact) => Judgement | undefined,
): Outcome {
  return judgeRead(
    ledgers,
    ledger =>
      judge(ledger) ? undefined : whyUnread(ledger) ?? whyNobodysOwn(ledger),
    judge,
  );
}

/**
 * Judges the ledgers whose files are known. Those that nobody owns do not
 * count beside others, and alone they skip the check.
 */
export function judgeEachWithFiles(
  ledgers: readonly LedgerFact[],
  judge: (ledger: LedgerFact) => Judgement | undefined,
): Outcome {
  const owned = ledgers.filter(
    ({ source, unreadable }) => source !== null || unreadable,
  );
  if (ledgers.length > 0 && owned.length === 0) {
    return {
      skipped: `Nobody knows which files belong to ${someOf(
        ledgers.map(ledgerKey),
      )}.`,
    };
  }
  return judgeRead(owned, whyNotCompared, judge);
}

function judgeRead(
  ledgers: readonly LedgerFact[],
  whyNot: (ledger: LedgerFact) => string | undefined,
  judge: (ledger: LedgerFact) => Judgement | undefined,
): Outcome {
  if (ledgers.length === 0) {
    return { skipped: 'This plugin database has no ledger.' };
  }
  const judgements = ledgers
    .filter(ledger => !whyNot(ledger))
    .map(judge)
    .filter(judgement => judgement !== undefined);
  const unknown = ledgers.map(whyNot).find(reason => reason !== undefined);
  return unknown ? { unknown, judgements } : judgements;
}

function whyUnread(ledger: LedgerFact): string | undefined {
  return (
    ledger.unreadable &&
    `${ledgerKey(ledger)} was not read. ${ledger.unreadable.sentence}`
  );
}

/** Rows of others have no file, and are for nobody to undo or delete. */
function whyNobodysOwn({ sharedBy, ...ledger }: LedgerFact) {
  return (
    sharedBy &&
    `${ledgerKey(ledger)} holds the migrations of ${someOf(
      sharedBy.pluginIds,
    )}; see Shared migrations.`
  );
}

function whyNotCompared(ledger: LedgerFact): string | undefined {
  return (
    whyUnread(ledger) ??
    whyNobodysOwn(ledger) ??
    (ledger.files === null
      ? `The files of ${ledgerKey(ledger)} could not be listed.`
      : undefined)
  );
}
