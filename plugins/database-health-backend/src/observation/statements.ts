import type { Failure } from 'backstage-plugin-database-health-node';
import type { FailingStatement, Statement } from '../pure/facts';
import { mostFailures, Newest } from './newest';
import { normaliseStatement } from './normalise';
import type { SqlSyntax } from '../pure/sqlSyntax';
import { StatementTimes } from './statementTimes';

const mostStatements = 200;

// Texts as they came, so that most are normalised once. Longer ones are rare,
// and would fill the memory.
const mostTexts = 500;
const longestText = 2_000;

interface Entry {
  readonly text: string;
  readonly since: number;
  readonly times: StatementTimes;
  /** By which it stays or goes: its time, and that of those that it replaced. */
  scoreMs: number;
  errors: number;
  estimated: boolean;
  lastAt: number;
}

/**
 * The statements of one plugin in which most time was spent, without values.
 *
 * Its memory is bounded. Where there is no room, a statement replaces the one
 * with the least score and takes over its score beside its own time: so those
 * that run often outlast any number of those that run once.
 *
 * @internal
 */
export class ObservedStatements {
  readonly #entries = new Map<string, Entry>();
  readonly #texts = new Map<string, string>();
  readonly #failing = new Newest<FailingStatement>(mostFailures);

  /**
   * A statement was answered, with an error or not; `runs` is how many it stands
   * for.
   */
  answered(
    sql: string,
    syntax: SqlSyntax,
    ms: number,
    runs: number,
    succeeded: boolean,
  ): void {
    const entry = this.#entryOf(sql, syntax, runs);
    if (succeeded && this.anyFails) {
      this.#failing.forget(entry.text);
    }
    entry.times.record(ms, runs);
    entry.scoreMs += ms * runs;
  }

  /** A statement failed; `runs` is how many it stands for. */
  failed(sql: string, syntax: SqlSyntax, runs: number, failure: Failure): void {
    const entry = this.#entryOf(sql, syntax, runs);
    entry.errors += runs;
    const { text, lastAt } = entry;
    const before = this.#failing.get(text);
    this.#failing.note(text, {
      text,
      failures: (before?.failures ?? 0) + runs,
      since: before?.since ?? lastAt,
      lastAt,
      failure,
    });
  }

  /** Whether any statement fails each time. */
  get anyFails(): boolean {
    return this.#failing.size > 0;
  }

  /**
   * A statement succeeded that nobody times: in a rush the one success that ends its
   * failures would be missed. It is known by what the plugin sent, letter by letter.
   */
  succeeded(sql: string): void {
    const text = this.#texts.get(sql);
    if (text !== undefined) {
      this.#failing.forget(text);
    }
  }

  /** Those of which no run succeeded since they began to fail. */
  failing(): FailingStatement[] {
    return this.#failing.all();
  }

  /** Those in which most time was spent, the first of them first. */
  slowest(most: number): Statement[] {
    return [...this.#entries.values()]
      .sort((a, b) => b.times.totalMs - a.times.totalMs)
      .slice(0, most)
      .map(({ text, since, times, errors, estimated, lastAt }) => ({
        text,
        // Those that fail are noted more often than those that are timed.
        count: Math.max(times.runs, errors),
        errors,
        estimated,
        totalMs: times.totalMs,
        meanMs: times.runs === 0 ? 0 : times.totalMs / times.runs,
        maxMs: times.maxMs,
        p95Ms: times.percentileMs(95),
        since,
        lastAt,
      }));
  }

  #entryOf(sql: string, syntax: SqlSyntax, runs: number): Entry {
    const text = this.#normalise(sql, syntax);
    const at = Date.now();
    let entry = this.#entries.get(text);
    if (!entry) {
      entry = {
        text,
        since: at,
        times: new StatementTimes(),
        scoreMs: this.#makeRoom(),
        errors: 0,
        estimated: false,
        lastAt: at,
      };
      this.#entries.set(text, entry);
    }
    entry.estimated ||= runs > 1;
    entry.lastAt = at;
    return entry;
  }

  /** The score of what had to go. */
  #makeRoom(): number {
    if (this.#entries.size < mostStatements) {
      return 0;
    }
    let least: Entry | undefined;
    for (const entry of this.#entries.values()) {
      if (!least || entry.scoreMs < least.scoreMs) {
        least = entry;
      }
    }
    this.#entries.delete(least!.text);
    return least!.scoreMs;
  }

  #normalise(sql: string, syntax: SqlSyntax): string {
    const known = this.#texts.get(sql);
    if (known !== undefined) {
      return known;
    }
    const text = normaliseStatement(sql, syntax);
    if (sql.length <= longestText) {
      if (this.#texts.size >= mostTexts) {
        const [oldest] = this.#texts.keys();
        this.#texts.delete(oldest);
      }
      // A part of a string keeps the whole of it in memory, a copy does not.
      this.#texts.set(Buffer.from(sql).toString(), text);
    }
    return text;
  }
}
