import type { ObservationOptions } from 'backstage-plugin-database-health-node';
import type { Knex } from 'knex';
import type { PoolCounters } from '../pure/facts';
import { within } from '../within';
import { leaseConnection } from './lease';
import type { MigrationFolders } from './migrationSource';
import { ObservedMigrations } from './migrations';
import { ObservedPoolWaits } from './poolWaits';
import { ObservedTokenLogin, providerOf } from './tokenLogin';
import { poolCountersOf, pooledConnectionsOf, tarnPoolOf } from './tarnPool';
import { RunningQueries } from './runningQueries';
import { ObservedTraffic } from './traffic';
import type {
  ConfiguredDatabase,
  Lease,
  MigrationRunListener,
  Observation,
  ObservedLedger,
  RunningQuery,
  Setting,
  SettingsSource,
} from './types';
import { whyNotOpened } from './unanswered';

/**
 * Watches one plugin's clients. Nothing here asks a database anything.
 *
 * @internal
 */
export class PluginObservation implements Observation {
  readonly pluginId: string;
  readonly configured: ConfiguredDatabase;
  readonly migrationsSkipped: boolean;
  readonly traffic = new ObservedTraffic(error => this.waits.explained(error));
  readonly waits = new ObservedPoolWaits(error =>
    this.traffic.connectionFailed(error),
  );
  readonly #settingsOf: SettingsSource;
  readonly #migrations: ObservedMigrations;
  readonly #running = new RunningQueries();
  readonly #watched = new WeakSet<Knex>();
  /** Resolves when every lease until now is over. */
  #leased: Promise<unknown> = Promise.resolve();
  #requestedAt: number | undefined;
  #client: Knex | undefined;
  #tokenLogin: ObservedTokenLogin | undefined;
  #clientFailure: Observation['clientFailure'];

  constructor(
    options: Required<ObservationOptions>,
    settingsOf: SettingsSource,
    folders: MigrationFolders,
    onMigrationRun: MigrationRunListener,
  ) {
    this.pluginId = options.pluginId;
    this.configured = options.configured;
    this.migrationsSkipped = options.migrationsSkipped;
    const { tokenProvider } = options.configured;
    this.#tokenLogin = tokenProvider && new ObservedTokenLogin(tokenProvider);
    this.#settingsOf = settingsOf;
    this.#migrations = new ObservedMigrations(
      folders,
      ledger => onMigrationRun(this, ledger),
      error => this.waits.explained(error),
    );
  }

  settings(): readonly Setting[] {
    return this.#settingsOf(
      this.pluginId,
      this.configured,
      this.#client?.client?.pool,
    );
  }

  get requestedAt(): number | undefined {
    return this.#requestedAt;
  }

  get client(): Knex | undefined {
    return this.#client;
  }

  get clientFailure(): Observation['clientFailure'] {
    return this.#clientFailure;
  }

  get tokenLogin(): ObservedTokenLogin | undefined {
    return this.#tokenLogin;
  }

  runningQueries(): readonly RunningQuery[] {
    return this.#running.of(this.#client);
  }

  ledgers(): readonly ObservedLedger[] {
    return this.#migrations.ledgers();
  }

  poolCounters(): PoolCounters | undefined {
    this.#watchPool();
    return poolCountersOf(this.#client);
  }

  pooledConnections(): readonly unknown[] {
    return pooledConnectionsOf(this.#client);
  }

  /** Takes turns: at most one connection of the pool is ours at a time. */
  async lease(signal: AbortSignal): Promise<Lease> {
    signal.throwIfAborted();
    const before = this.#leased;
    let end = () => {};
    this.#leased = new Promise(resolve => {
      end = () => resolve(before);
    });
    try {
      await within(signal, before);
      const { connection, release, discard } = await this.#take(signal);
      return {
        connection,
        release: () => {
          release();
          end();
        },
        discard: reason => {
          discard(reason);
          end();
        },
      };
    } catch (error) {
      end();
      throw error;
    }
  }

  async #take(signal: AbortSignal): Promise<Lease> {
    if (!this.#client) {
      throw (
        this.#clientFailure?.error ??
        new Error('The plugin has not asked for its database')
      );
    }
    this.#watchPool();
    return leaseConnection(this.#client, this.waits, signal);
  }

  clientRequested(): void {
    this.#requestedAt ??= Date.now();
  }

  clientReceived(client: Knex): void {
    this.#client = client;
    this.#clientFailure = undefined;
    if (this.#watched.has(client)) {
      return;
    }
    this.#watched.add(client);
    this.#migrations.watch(client);
    this.traffic.watch(client);
    this.#watchTokens(client);
    this.#watchPool();
  }

  /** `knex.destroy()` and `knex.initialize()` give a client another pool. */
  #watchPool(): void {
    const pool = this.#client && tarnPoolOf(this.#client);
    if (pool) {
      this.waits.watch(pool);
    }
  }

  #watchTokens(client: Knex): void {
    const provider = providerOf(client, this.configured.tokenProvider);
    if (provider) {
      this.#tokenLogin ??= new ObservedTokenLogin(provider);
      this.#tokenLogin.watch(client);
    }
  }

  /** Its first connection is not one for which others could have left no place. */
  clientFailed(cause: unknown): void {
    this.#clientFailure = { at: Date.now(), error: whyNotOpened(cause) };
  }
}
