import type { Knex } from 'knex';
import { LedgerRecord, type RunRecord } from './ledgerRecord';
import type { MigrationFolders, MigratorConfig } from './migrationSource';
import { quiet } from './quiet';
import type { ObservedLedger } from './types';

// What runs migrations; everything else of a migrator only looks or makes files.
const runs = ['latest', 'up', 'to', 'before', 'down', 'rollback'] as const;

interface Migrator
  extends Partial<
    Record<(typeof runs)[number], (...parameters: unknown[]) => unknown>
  > {
  /** Merged with what the run was given as soon as the run has begun. */
  config: MigratorConfig;
  _activeMigration?: { fileName?: string | null };
}

/**
 * Notes the migrations that a plugin runs.
 *
 * @internal
 */
export class ObservedMigrations {
  readonly #folders: MigrationFolders;
  readonly #onRun: (ledger: ObservedLedger) => void;
  readonly #explained: (error: unknown) => unknown;
  readonly #ledgers = new Map<string, LedgerRecord>();

  /**
   * `onRun` is called when a run begins and when it has ended; `explained` knows
   * better what some errors mean.
   */
  constructor(
    folders: MigrationFolders,
    onRun: (ledger: ObservedLedger) => void,
    explained: (error: unknown) => unknown,
  ) {
    this.#folders = folders;
    this.#onRun = onRun;
    this.#explained = explained;
  }

  ledgers(): readonly ObservedLedger[] {
    return [...this.#ledgers.values()];
  }

  /** `migrate` is a getter that makes a new migrator at each access. */
  watch(client: Knex): void {
    const property = Object.getOwnPropertyDescriptor(client, 'migrate');
    const getMigrator = property?.get;
    if (!getMigrator || !property.configurable) {
      return;
    }
    const watchRuns = quiet((migrator: Migrator) => this.#watchRuns(migrator));
    Object.defineProperty(client, 'migrate', {
      ...property,
      get(this: unknown) {
        const migrator = getMigrator.call(this);
        watchRuns(migrator);
        return migrator;
      },
    });
  }

  #watchRuns(migrator: Migrator): void {
    for (const name of runs) {
      const run = migrator[name];
      if (run) {
        Object.defineProperty(migrator, name, {
          configurable: true,
          writable: true,
          value: (...parameters: unknown[]) =>
            this.#noted(migrator, run.apply(migrator, parameters)),
        });
      }
    }
  }

  #noted(migrator: Migrator, result: unknown): unknown {
    if (!(result instanceof Promise)) {
      return result;
    }
    const run = quiet(() => this.#started(migrator.config))();
    const succeeded = quiet(() => run?.succeeded());
    const failed = quiet((error: unknown) =>
      run?.failed(error, migrator._activeMigration?.fileName ?? undefined),
    );
    // Handed on, not listened to aside: that would hide from the process a
    // rejection that the plugin does not handle.
    return result.then(
      value => {
        succeeded();
        return value;
      },
      error => {
        failed(error);
        throw error;
      },
    );
  }

  #started(config: MigratorConfig): RunRecord {
    const schema = config.schemaName ?? undefined;
    const key = JSON.stringify([schema, config.tableName]);
    let ledger = this.#ledgers.get(key);
    if (!ledger) {
      ledger = new LedgerRecord(config.tableName, schema);
      this.#ledgers.set(key, ledger);
    }
    const changed = ledger;
    const run = changed.started(
      this.#folders.filesOf(config),
      Boolean(config.disableMigrationsListValidation),
    );
    this.#onRun(changed);
    return {
      succeeded: () => {
        run.succeeded();
        this.#onRun(changed);
      },
      failed: (error, migration) => {
        run.failed(this.#explained(error), migration);
        this.#onRun(changed);
      },
    };
  }
}
