import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CheckResult,
  Engine,
  Finding,
  Status,
} from 'backstage-plugin-database-health-common';
import type {
  DatabaseObservations,
  FactName,
  Observation,
  Readings,
} from 'backstage-plugin-database-health-node';
import {
  readingOf,
  serverFacts,
  surveyedFacts,
} from 'backstage-plugin-database-health-node';
import type { DatabaseHealthConfig } from '../config';
import { Findings } from './findings';
import { judge, rollUp } from './judge';
import { onlyRead, withHeldSince } from './readings';
import { serverIdOf, serverReadings } from './servers';
import { ofDatabase } from './sessions';
import { sizeLimitOf } from './sizeLimit';
import { factStaleAfterMs, toldStaleAfterMs } from './staleness';

/** What an engine tells; all else is known without it. */
const inspectedFacts: readonly FactName[] = [...surveyedFacts, ...serverFacts];

/**
 * A plugin database as the picture knows it: observed by this process, or told
 * of by a replica that observes it.
 */
export type WatchedDatabase = Pick<
  Observation,
  'pluginId' | 'configured' | 'migrationsSkipped'
>;

/** Facts and results of one plugin database at one moment. */
export interface Snapshot {
  readonly database: WatchedDatabase;
  /** `undefined` where only other replicas observe it. */
  readonly observation: Observation | undefined;
  readonly serverId: string;
  /** The newest attempt at each fact. */
  readonly readings: Readings;
  /** The newest attempt at each fact that succeeded. */
  readonly known: Readings;
  readonly results: readonly CheckResult[];
  readonly status: Status;
  /** Epoch milliseconds; `undefined` before the first pulse. */
  readonly checkedAt: number | undefined;
  /** Epoch milliseconds; `undefined` before the first survey. */
  readonly surveyedAt: number | undefined;
}

/** Facts and results of one server at one moment. */
export interface ServerSnapshot {
  readonly id: string;
  readonly databases: readonly Snapshot[];
  readonly known: Readings;
  readonly results: readonly CheckResult[];
}

/** A server as its checks leave it. */
export type JudgedServer = Pick<ServerSnapshot, 'id' | 'databases' | 'results'>;

export interface PictureOptions {
  readonly observations: DatabaseObservations;
  readonly config: DatabaseHealthConfig;
  readonly logger: LoggerService;
  /** The facts that the inspector of an engine reads. */
  readableFacts(engine: Engine): ReadonlySet<FactName>;
  now(): number;
}

/**
 * The present picture, in memory: pulses and surveys write it, everything
 * that answers a request reads it. It grows with the number of plugin
 * databases only.
 */
export class Picture {
  readonly #options: PictureOptions;
  readonly #findings: Findings;
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #servers = new Map<string, readonly CheckResult[]>();
  #elsewhere: readonly WatchedDatabase[] = [];
  #onDatabase: (snapshot: Snapshot) => void = () => {};
  #onServer: (server: JudgedServer) => void = () => {};

  constructor(options: PictureOptions) {
    this.#options = options;
    this.#findings = new Findings(options.config.pageUrl);
  }

  /** Calls at each judgement, of a plugin database and of a server. */
  onJudged(
    onDatabase: (snapshot: Snapshot) => void,
    onServer: (server: JudgedServer) => void,
  ): void {
    this.#onDatabase = onDatabase;
    this.#onServer = onServer;
  }

  /** Says which findings were dismissed, by their key; they change no status. */
  useDismissals(dismissed: (key: string) => Finding['dismissed']): void {
    this.#findings.useDismissals(dismissed);
  }

  /** Judges all anew by what is known. */
  judgeAgain(): void {
    for (const { database, checkedAt } of this.snapshots()) {
      if (checkedAt !== undefined) {
        this.note(database, {});
      }
    }
  }

  /** Whether any plugin's database service can be seen from here. */
  get isObserving(): boolean {
    return this.#options.observations.list().length > 0;
  }

  /** All plugin databases, those nobody has looked at yet included. */
  snapshots(): Snapshot[] {
    const observed = this.#options.observations
      .list()
      .filter(({ requestedAt }) => requestedAt !== undefined);
    return [...observed, ...this.#elsewhere].map(database =>
      this.snapshotOf(database),
    );
  }

  /** Names all plugin databases that only other replicas observe. */
  noteElsewhere(databases: readonly WatchedDatabase[]): void {
    this.#elsewhere = databases.filter(
      ({ pluginId }) => !this.#observationOf(pluginId),
    );
    const ids = new Set(this.snapshots().map(({ serverId }) => serverId));
    for (const id of this.#servers.keys()) {
      if (!ids.has(id)) {
        this.#servers.delete(id);
        this.#findings.forget({ serverId: id });
      }
    }
    for (const [databaseId, { observation }] of this.#snapshots) {
      if (
        !observation &&
        !this.#elsewhere.some(({ pluginId }) => pluginId === databaseId)
      ) {
        this.#snapshots.delete(databaseId);
        this.#findings.forget({ databaseId });
      }
    }
  }

  #observationOf(pluginId: string): Observation | undefined {
    const observation = this.#options.observations.get(pluginId);
    return observation?.requestedAt === undefined ? undefined : observation;
  }

  snapshotOf(database: WatchedDatabase): Snapshot {
    return (
      this.#snapshots.get(database.pluginId) ?? {
        database,
        observation: this.#observationOf(database.pluginId),
        serverId: serverIdOf(database),
        readings: {},
        known: {},
        results: [],
        status: 'unknown',
        checkedAt: undefined,
        surveyedAt: undefined,
      }
    );
  }

  servers(): ServerSnapshot[] {
    const ids = new Set(this.snapshots().map(({ serverId }) => serverId));
    return [...ids].map(id => {
      const databases = this.#databasesOf(id);
      return {
        id,
        databases,
        known: serverReadings(
          databases.map(({ database: { pluginId }, known }) => ({
            pluginId,
            readings: known,
          })),
          this.#budgetOf(databases),
          this.#options.now(),
        ),
        results: this.#servers.get(id) ?? [],
      };
    });
  }

  /** Takes new readings of one plugin database in and judges it again. */
  note(database: WatchedDatabase, fresh: Readings): void {
    const at = this.#options.now();
    const looked = Object.keys(fresh).length > 0;
    this.#judgeDatabase(database, fresh, { at, looked });
    this.#judgeServer(this.snapshotOf(database).serverId, at);
  }

  /** Takes readings of a whole server in: each of its databases has its part. */
  noteServer(serverId: string, fresh: Readings): void {
    const at = this.#options.now();
    const databases = this.#databasesOf(serverId);
    for (const { database } of databases) {
      const own = ofDatabase(fresh, database, databases);
      this.#judgeDatabase(database, own, { at, looked: false });
    }
    this.#judgeServer(serverId, at);
  }

  /** `looked` where this is a look at the database itself. */
  #judgeDatabase(
    database: WatchedDatabase,
    fresh: Readings,
    { at, looked }: { at: number; looked: boolean },
  ): void {
    const before = this.snapshotOf(database);
    const read = { ...before.readings, ...withHeldSince(before.known, fresh) };
    const readings: Readings = {
      ...read,
      sizeLimit: readingOf(
        sizeLimitOf(
          database.pluginId,
          { ...before.known, ...onlyRead(read) },
          this.#options.config,
        ),
        at,
      ),
    };
    const databaseId = database.pluginId;
    const results = this.#findings.describe(
      { databaseId },
      judge(
        this.#options.config.checks.filter(
          ({ check }) => check.per === 'database',
        ),
        {
          readings,
          lacks: fact => this.#lacks(database.configured.engine, fact),
          staleAfterMs: fact => this.#staleAfterMs(before, fact),
        },
        at,
        (checkId, error) => this.#reportFailedCheck(checkId, error),
      ),
      at,
    );
    const snapshot = {
      ...before,
      readings,
      known: { ...before.known, ...onlyRead(readings) },
      results,
      status: rollUp(results),
      checkedAt: looked ? at : before.checkedAt,
      surveyedAt: surveyedFacts.some(fact => fact in fresh)
        ? at
        : before.surveyedAt,
    };
    this.#snapshots.set(databaseId, snapshot);
    this.#onDatabase(snapshot);
  }

  #judgeServer(serverId: string, at: number): void {
    const databases = this.#databasesOf(serverId);
    const [{ database }] = databases;
    const results = this.#findings.describe(
      { serverId },
      judge(
        this.#options.config.checks.filter(
          ({ check }) => check.per === 'server',
        ),
        {
          readings: serverReadings(
            databases.map(({ database: { pluginId }, readings }) => ({
              pluginId,
              readings,
            })),
            this.#budgetOf(databases),
            at,
          ),
          lacks: fact => this.#lacks(database.configured.engine, fact),
          staleAfterMs: fact => factStaleAfterMs(fact, this.#options.config),
        },
        at,
        (checkId, error) => this.#reportFailedCheck(checkId, error),
      ),
      at,
    );
    this.#servers.set(serverId, results);
    this.#onServer({ id: serverId, databases, results });
  }

  #budgetOf([{ database }]: readonly Snapshot[]): number | undefined {
    const { bytesByServer } = this.#options.config.budgets;
    return bytesByServer.get(database.configured.address);
  }

  #databasesOf(serverId: string): Snapshot[] {
    return this.snapshots().filter(each => each.serverId === serverId);
  }

  /** Pulses of other replicas come with their heartbeats. */
  #staleAfterMs({ observation }: Snapshot, fact: FactName): number {
    const ownMs = factStaleAfterMs(fact, this.#options.config);
    return observation ? ownMs : Math.max(ownMs, toldStaleAfterMs);
  }

  #lacks(engine: Engine, fact: FactName): string | undefined {
    return inspectedFacts.includes(fact) &&
      !this.#options.readableFacts(engine).has(fact)
      ? `Not available on ${engine}.`
      : undefined;
  }

  #reportFailedCheck(checkId: string, error: unknown): void {
    this.#options.logger.error(`Check ${checkId} failed`, error as Error);
  }
}
