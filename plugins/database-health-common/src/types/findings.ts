import type { Severity, Status } from './statuses';

/**
 * One sentence that a check produced, with its object, evidence, limit and
 * remedy.
 *
 * @public
 */
export interface Finding {
  /** Stable over time and restarts: `<database or server>:<check>[:<object>]`. */
  key: string;
  checkId: string;
  severity: Severity;
  databaseId?: string;
  serverId?: string;
  /** What it is about within the database: a ledger, a table. */
  object?: string;
  title: string;
  message: string;
  /** Why it matters, in one or two sentences. */
  why: string;
  /** The number that was read against the limit it was held to. */
  evidence: {
    observed: number | string;
    /** `null` where none applies. */
    limit: number | string | null;
    /** Of both, as it is said after them: `ms`, `%`, `migrations`. */
    unit: string;
  };
  /** Where the limit comes from; `ours` where no reference gives a number. */
  limitSource: string;
  /**
   * What to do about it, with lines to run where there are some: `sql` in its
   * database, `shell` where the backend is installed. The text says when to run
   * which; several lines of one kind are to be run in their order.
   */
  remedy: { text: string; sql?: string; shell?: string };
  /** Address of the page that explains the check. */
  docs: string;
  /** Since when it has been seen, ISO 8601 UTC. */
  since: string;
  dismissed?: { by: string; reason: string; until?: string };
}

/**
 * What one check said of one plugin database or server.
 *
 * @public
 */
export interface CheckResult {
  checkId: string;
  title: string;
  status: Status | 'info' | 'skipped';
  /** Why it is `unknown` or `skipped`. */
  reason?: string;
  findings: Finding[];
}
