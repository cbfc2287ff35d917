import { performance } from 'node:perf_hooks';
import type { LedgerRun, LedgerSource } from '../pure/facts';
import { describeMigrationFailure } from '../failures/migrationFailure';
import type { MigrationFiles } from './migrationSource';
import type { ObservedLedger } from './types';

/**
 * What is known of one ledger from the runs of its plugin.
 *
 * @internal
 */
export class LedgerRecord implements ObservedLedger {
  readonly table: string;
  readonly schema?: string;
  // Two packages may share a ledger: then its migrations are those of both.
  readonly #sources = new Map<string, MigrationFiles>();
  readonly #running = new Set<{ at: number }>();
  #newest: MigrationFiles | undefined;
  #validationDisabled = false;
  #lastRun: LedgerRun | undefined;
  #newsAt: number | undefined;

  constructor(table: string, schema: string | undefined) {
    this.table = table;
    this.schema = schema;
  }

  get directory(): string | null {
    return this.#newest?.directory ?? null;
  }

  get directories(): readonly string[] | undefined {
    return this.#newest?.directories;
  }

  get package(): string | null {
    return this.#newest?.package ?? null;
  }

  get otherSources(): readonly LedgerSource[] {
    return [...this.#sources.values()]
      .filter(source => source.key !== this.#newest?.key)
      .map(source => ({
        package: source.package,
        directory: source.directory,
        ...(source.directories && { directories: source.directories }),
      }));
  }

  get validationDisabled(): boolean {
    return this.#validationDisabled;
  }

  get runningSince(): number | undefined {
    const [oldest] = this.#running;
    return oldest?.at;
  }

  get lastRun(): LedgerRun | undefined {
    return this.#lastRun;
  }

  get newsAt(): number | undefined {
    return this.#newsAt;
  }

  async getNames(): Promise<readonly string[]> {
    const names = await Promise.all(
      [...this.#sources.values()].map(source => source.getNames()),
    );
    return [...new Set(names.flat())];
  }

  /** Notes the start of a run. Exactly one of the results is to be called. */
  started(files: MigrationFiles, validationDisabled: boolean): RunRecord {
    this.#sources.set(files.key, files);
    this.#newest = files;
    this.#validationDisabled = validationDisabled;
    const run = { at: Date.now() };
    const startedAt = performance.now();
    this.#running.add(run);
    const end = (outcome: Pick<LedgerRun, 'outcome' | 'failure'>) => {
      const before = this.#lastRun?.failure?.sentence;
      const durationMs = performance.now() - startedAt;
      this.#running.delete(run);
      this.#lastRun = { ...run, durationMs, ...outcome };
      if (!outcome.failure || outcome.failure.sentence !== before) {
        this.#newsAt = run.at + durationMs;
      }
    };
    return {
      succeeded: () => end({ outcome: 'succeeded' }),
      failed: (error, migration) =>
        end({
          outcome: 'failed',
          failure: describeMigrationFailure(error, migration),
        }),
    };
  }
}

/** @internal */
export interface RunRecord {
  succeeded(): void;
  /** `migration` is the one that ran when the run failed, where it is known. */
  failed(error: unknown, migration: string | undefined): void;
}
