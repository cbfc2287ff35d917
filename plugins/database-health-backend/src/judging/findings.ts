import type {
  CheckResult,
  Finding,
} from 'backstage-plugin-database-health-common';
import { Verdict, rollUp, statusOf } from './judge';
import type { JudgedFinding, JudgedResult } from './types';
import { visible } from '../pure/invisible';
import { visibleJudgement } from './visibleJudgement';

/** A plugin database or a server, as a finding names it. */
export type Target = { databaseId: string } | { serverId: string };

/**
 * Turns verdicts into results, and remembers since when each finding has been
 * there. Holds one time per open finding.
 */
export class Findings {
  readonly #pageUrl: string;
  readonly #since = new Map<string, Map<string, string>>();
  #dismissed: (key: string) => Finding['dismissed'] = () => undefined;

  constructor(pageUrl: string) {
    this.#pageUrl = pageUrl;
  }

  /** Says which findings were dismissed; they change no status. */
  useDismissals(dismissed: (key: string) => Finding['dismissed']): void {
    this.#dismissed = dismissed;
  }

  /** `verdicts` must be all verdicts on the target: what is absent is over. */
  describe(
    target: Target,
    verdicts: readonly Verdict[],
    at: number,
  ): JudgedResult[] {
    const targetId = targetIdOf(target);
    const before = this.#since.get(targetId);
    const now = new Map<string, string>();
    const results = verdicts.map((verdict): JudgedResult => {
      const { check, judgements, reason, notReadYet } = verdict;
      const findings = judgements.map((said): JudgedFinding => {
        const judgement = visibleJudgement(said);
        const key = [targetId, check.id, judgement.object]
          .filter(part => part !== undefined)
          .join(':');
        const since = before?.get(key) ?? new Date(at).toISOString();
        now.set(key, since);
        const dismissed = this.#dismissed(key);
        return {
          key,
          checkId: check.id,
          ...target,
          ...judgement,
          remedy: judgement.remedy ?? { text: check.remedy },
          title: check.title,
          why: check.rationale,
          limitSource: check.source,
          docs: `${this.#pageUrl}/checks#${check.id}`,
          since,
          ...(dismissed && { dismissed }),
        };
      });
      return {
        checkId: check.id,
        title: check.title,
        status: statusWithout(verdict, findings),
        ...(reason && { reason: visible(reason) }),
        ...(notReadYet && { notReadYet }),
        findings,
      };
    });
    this.#since.set(targetId, now);
    return results;
  }

  /**
   * What was found of a server by another name has been there since then. Nothing
   * where there is none by that name.
   */
  renameServer(from: string, to: string): void {
    const before = this.#since.get(from);
    if (from === to || !before) {
      return;
    }
    this.#since.delete(from);
    const since = new Map(this.#since.get(to));
    for (const [key, time] of before) {
      const renamed = `${to}${key.slice(from.length)}`;
      const other = since.get(renamed);
      since.set(renamed, other && other < time ? other : time);
    }
    this.#since.set(to, since);
  }

  /** Forgets what is no longer watched. */
  forget(target: Target): void {
    this.#since.delete(targetIdOf(target));
  }
}

/** A dismissed finding counts for nothing; what is not known stays so. */
function statusWithout(
  { status, reason }: Verdict,
  findings: readonly JudgedFinding[],
): CheckResult['status'] {
  const counting = findings.filter(({ dismissed }) => !dismissed);
  if (counting.length === findings.length) {
    return status;
  }
  const left = statusOf(counting);
  return reason ? rollUp([{ status: 'unknown' }, { status: left }]) : left;
}

function targetIdOf(target: Target): string {
  return 'databaseId' in target ? target.databaseId : target.serverId;
}
