import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Engine, Finding } from 'backstage-plugin-database-health-common';
import type {
  AnyCheck,
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
import { Findings, type Target } from './findings';
import { judge, rollUp, type Subject } from './judge';
import { onlyRead, withHeldSince } from './readings';
import { serverIdOf, serverReadings } from './servers';
import { ofDatabase } from './sessions';
import { sizeLimitOf } from './sizeLimit';
import { factStaleAfterMs, toldStaleAfterMs } from './staleness';
import type {
  JudgedResult,
  JudgedServer,
  ServerSnapshot,
  Snapshot,
  WatchedDatabase,
} from './types';

/** What an engine tells; all else is known without it. */
const inspectedFacts: readonly FactName[] = [...surveyedFacts, ...serverFacts];

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
  readonly #servers = new Map<string, readonly JudgedResult[]>();
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
    const at = this.#options.now();
    const known = this.snapshots().filter(
      ({ checkedAt }) => checkedAt !== undefined,
    );
    for (const { database } of known) {
      this.#judgeDatabase(database, {}, { at, looked: false });
    }
    for (const id of new Set(known.map(({ serverId }) => serverId))) {
      this.#judgeServer(id, at);
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
    this.#judgeDatabase(database, fresh, { at, looked: true });
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
    const results = this.#results(
      'database',
      { databaseId },
      {
        readings,
        lacks: fact => this.#lacks(database, fact),
        staleAfterMs: fact => this.#staleAfterMs(before, fact),
      },
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
    const results = this.#results(
      'server',
      { serverId },
      {
        readings: serverReadings(
          databases.map(({ database: { pluginId }, readings }) => ({
            pluginId,
            readings,
          })),
          this.#budgetOf(databases),
          at,
        ),
        lacks: fact => this.#lacks(database, fact),
        staleAfterMs: fact => factStaleAfterMs(fact, this.#options.config),
      },
      at,
    );
    this.#servers.set(serverId, results);
    this.#onServer({ id: serverId, databases, results });
  }

  #results(
    per: AnyCheck['per'],
    target: Target,
    subject: Subject,
    at: number,
  ): JudgedResult[] {
    const { config, logger } = this.#options;
    const verdicts = judge(
      config.checks.filter(({ check }) => check.per === per),
      subject,
      at,
      (checkId, error) =>
        logger.error(`Check ${checkId} failed`, error as Error),
    );
    return this.#findings.describe(target, verdicts, at);
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

  #lacks(
    { configured: { engine } }: WatchedDatabase,
    fact: FactName,
  ): string | undefined {
    return inspectedFacts.includes(fact) &&
      !this.#options.readableFacts(engine).has(fact)
      ? `Not available on ${engine}.`
      : undefined;
  }
}
