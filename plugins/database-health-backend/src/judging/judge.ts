import type {
  CheckResult,
  Engine,
  Status,
} from 'backstage-plugin-database-health-common';
import {
  compareSeverity,
  durationInWords,
} from 'backstage-plugin-database-health-common';
import type {
  AnyCheck,
  FactName,
  Facts,
  Judgement,
  Readings,
} from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { ConfiguredCheck } from '../config';
import { worstStatus } from './worstStatus';

/** What one check said, before keys, links and times are added. */
export interface Verdict {
  readonly check: AnyCheck;
  readonly status: CheckResult['status'];
  readonly reason?: string;
  /** It is `unknown` since nobody has looked at a fact of it yet. */
  readonly notReadYet?: true;
  readonly judgements: readonly Judgement[];
}

/** What the checks are held against. */
export interface Subject {
  readonly engine: Engine;
  readonly readings: Readings;
  /** Why a fact cannot exist here; `undefined` where it can. */
  lacks(fact: FactName): string | undefined;
  /** Age in milliseconds from which a reading of a fact counts as not read. */
  readonly staleAfterMs: (fact: FactName) => number;
}

/**
 * Runs every check over one subject: the only place that decides `skipped`
 * and `unknown`. `report` hears of checks that threw.
 */
export function judge(
  checks: readonly ConfiguredCheck[],
  subject: Subject,
  at: number,
  report: (checkId: string, error: unknown) => void,
): Verdict[] {
  return checks.map(({ check, limits }) => {
    const lacking = firstOf(check, fact => subject.lacks(fact));
    if (lacking) {
      return { check, status: 'skipped', reason: lacking, judgements: [] };
    }
    const unread = firstOf(check, fact => whyUnread(subject, fact, at));
    if (unread) {
      return { check, status: 'unknown', ...unread, judgements: [] };
    }
    try {
      const outcome = check.evaluate(valuesOf(check, subject.readings), {
        limits,
        engine: subject.engine,
        at,
      });
      if ('skipped' in outcome) {
        return {
          check,
          status: 'skipped',
          reason: outcome.skipped,
          judgements: [],
        };
      }
      if ('unknown' in outcome) {
        const { unknown: reason, judgements } = outcome;
        const status = rollUp([
          { status: 'unknown' },
          { status: statusOf(judgements) },
        ]);
        return { check, status, reason, judgements };
      }
      return { check, status: statusOf(outcome), judgements: outcome };
    } catch (error) {
      report(check.id, error);
      return {
        check,
        status: 'unknown',
        reason: 'The check itself failed; the log says how.',
        judgements: [],
      };
    }
  });
}

/** `info` and `skipped` never change a status; nothing judged is `unknown`. */
export function rollUp(results: readonly { status: CheckResult['status'] }[]) {
  return worstStatus(
    results
      .map(({ status }) => (status === 'info' ? 'ok' : status))
      .filter((status): status is Status => status !== 'skipped'),
  );
}

function firstOf<T>(
  check: AnyCheck,
  reasonFor: (fact: FactName) => T | undefined,
): T | undefined {
  for (const fact of check.needs as readonly FactName[]) {
    const reason = reasonFor(fact);
    if (reason) {
      return reason;
    }
  }
  return undefined;
}

function whyUnread(
  { readings, staleAfterMs }: Subject,
  fact: FactName,
  at: number,
): Pick<Verdict, 'reason' | 'notReadYet'> | undefined {
  const reading = readings[fact];
  if (!reading) {
    return { reason: 'Not read yet.', notReadYet: true };
  }
  if (reading.status === 'failed') {
    return { reason: reading.reason };
  }
  const ageMs = at - reading.at;
  return ageMs > staleAfterMs(fact)
    ? { reason: `Last read ${durationInWords(ageMs)} ago.` }
    : undefined;
}

function valuesOf(check: AnyCheck, readings: Readings): Partial<Facts> {
  return Object.fromEntries(
    (check.needs as readonly FactName[]).map(fact => [
      fact,
      valueOf<unknown>(readings[fact]),
    ]),
  );
}

/** The worst severity; `ok` where nothing was found. */
export function statusOf(
  judgements: readonly Pick<Judgement, 'severity'>[],
): CheckResult['status'] {
  const [worst] = judgements
    .map(({ severity }) => severity)
    .sort(compareSeverity);
  return worst ?? 'ok';
}
