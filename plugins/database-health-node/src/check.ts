import type {
  Engine,
  Finding,
  Severity,
} from 'backstage-plugin-database-health-common';
import type { FactForDatabases, FactForServers } from './facts/catalogue';
import type { FactName, Facts } from './facts/facts';
import type { ShellLines } from './shellLines';

/**
 * A pure judgement over facts: no I/O, no clock, no configuration. Time comes
 * in as `context.at`, limits as `context.limits`.
 *
 * @public
 */
export interface Check<
  N extends FactName = FactName,
  L extends Record<string, number> = Record<string, number>,
> {
  /** File name, config key and anchor in the docs. */
  readonly id: string;
  /** A short noun phrase: `Pending migrations`. */
  readonly title: string;
  /** Why it matters, in one or two sentences, for the docs and the page. */
  readonly rationale: string;
  /** `server` makes plugin databases that share a server warn once. */
  readonly per: SubjectOf<N>;
  /** Those of its subject, or of the process that looks. */
  readonly needs: readonly N[];
  /** Defaults; `databaseHealth.checks.<id>.<limit>` overrides one. */
  readonly limits: L;
  /** Where the limits come from; `ours` where no reference gives a number. */
  readonly source: string;
  /**
   * Ids of checks whose findings are consequences of a finding of this one, on the
   * same plugin database or server, and for a check per server on its plugin
   * databases, too: they belong to one incident, of which this is the cause. `*`
   * stands for all checks.
   */
  readonly explains?: readonly string[];
  /** What helps, for the docs and for each judgement that has no remedy of its own. */
  readonly remedy: string;
  /**
   * Judges. Nothing to say is `[]`; a check that cannot apply here returns
   * {@link Skipped}, one that could not see everything {@link Unknown}.
   */
  evaluate(
    facts: Pick<Facts, N>,
    context: CheckContext<L>,
  ): readonly Judgement[] | Skipped | Unknown;
}

/**
 * What a check that needs these facts may judge: the entry of each says whose it
 * is.
 *
 * @public
 */
export type SubjectOf<N extends FactName> =
  | ([N] extends [FactForDatabases] ? 'database' : never)
  | ([N] extends [FactForServers] ? 'server' : never);

/**
 * What a check is given besides facts.
 *
 * @public
 */
export interface CheckContext<L extends Record<string, number>> {
  readonly limits: Readonly<L>;
  /** That of the plugin database or server that is judged. */
  readonly engine: Engine;
  /** Now, epoch milliseconds. */
  readonly at: number;
}

/**
 * What a check has to say of one object. The runner adds key, title, docs and
 * the time since when.
 *
 * @public
 */
export interface Judgement {
  severity: Severity;
  /** What it is about within the database; part of the finding's key. */
  object?: string;
  /** One sentence. */
  message: string;
  evidence: Finding['evidence'];
  /**
   * People are told of it only once it has been found for this long, if it is to end
   * by itself before.
   */
  openAfterMs?: number;
  /** What to do about this object; the remedy of the check where it is absent. */
  remedy?: JudgedRemedy;
}

/**
 * What to do, whoever reads it: which lines for a shell are shown is chosen when
 * it is known who asks.
 *
 * @public
 */
export interface JudgedRemedy extends Omit<Finding['remedy'], 'shell'> {
  shell?: ShellLines;
  /** `sql` for who may see details, where it names what others may not see. */
  detailedSql?: string;
}

/**
 * The check cannot apply here, which changes no status.
 *
 * @public
 */
export interface Skipped {
  /** A sentence that is safe to show: why not. */
  skipped: string;
}

/**
 * A part of what the check looks at was not read, which is never ok. What it
 * has to say of the rest stands beside it and may be worse than `unknown`.
 *
 * @public
 */
export interface Unknown {
  /** A sentence that is safe to show: what was not read, and why. */
  unknown: string;
  judgements: readonly Judgement[];
}

/**
 * Makes a check with its facts and limits inferred.
 *
 * @public
 */
export function createCheck<
  const N extends FactName,
  L extends Record<string, number>,
>(check: Check<N, L>): Check<N, L> {
  return Object.freeze(check);
}

/**
 * A check whose facts and limits are known only to itself: what a list of
 * checks holds.
 *
 * @public
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- evaluate is contravariant in both parameters
export type AnyCheck = Check<any, any>;
