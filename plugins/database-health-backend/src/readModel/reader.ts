import type {
  CheckCatalogue,
  ConnectionsReport,
  DatabaseDetail,
  HistoryReport,
  Incidents,
  Migrations,
  Overview,
  StorageReport,
  Transitions,
} from 'backstage-plugin-database-health-common';
import type { DatabaseHealthConfig } from '../config';
import type { Picture } from '../picture/picture';
import type { IncidentSource, PlannedSilences } from '../incidents';
import type { VersionRecord } from '../store';
import { KnownReplicas, toConnections } from './connections';
import type { ReadContext } from './databases';
import { toDetail } from './detail';
import {
  HistorySource,
  toHistory,
  toHistoryState,
  toTransitions,
} from './history';
import { KnownVersions, toMigrations } from './migrations';
import { toOverview } from './overview';
import {
  healthOf,
  HealthStatus,
  readinessOf,
  ReadinessOptions,
} from '../judging/readiness';
import type { RollbackSource } from './rollback';
import { HealthReport, StatusFilter, toHealthReport } from './status';
import { toStorage } from './storage';

export interface ReaderOptions {
  readonly picture: Picture;
  readonly config: DatabaseHealthConfig;
  readonly installedPluginIds: ReadonlySet<string>;
  surveyRequestedAt(): number | undefined;
  knownReplicas(): KnownReplicas;
  knownVersions(): KnownVersions;
  readonly history: HistorySource;
  readonly incidents: IncidentSource;
  readonly silences: Pick<PlannedSilences, 'refresh' | 'list'>;
}

/** The picture in the shape of the HTTP contract. Answers from memory. */
export class DatabaseHealthReader {
  readonly #options: ReaderOptions;
  #hasStarted = false;
  #isStopping = false;
  #wasReady = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  overview(options: { details: boolean }): Overview {
    return toOverview(this.#options.picture, {
      ...this.#context(),
      ...options,
      surveyRequestedAt: this.#options.surveyRequestedAt(),
      history: toHistoryState(this.#options.history, true),
      incidents: this.#options.incidents.open(),
    });
  }

  /** `undefined` where no plugin database has that id. */
  database(
    id: string,
    options: { details: boolean },
  ): DatabaseDetail | undefined {
    const { picture } = this.#options;
    const snapshot = picture
      .snapshots()
      .find(({ database }) => database.pluginId === id);
    if (!snapshot) {
      return undefined;
    }
    return toDetail(picture, snapshot, {
      ...this.#context(),
      ...options,
      replicaId: this.#options.knownReplicas().self.id,
    });
  }

  /** Answers from the store, and in time where that does not answer. */
  history(request: {
    databaseId: string;
    metric: HistoryReport['metric'];
    object: string | undefined;
    since: number;
  }): Promise<HistoryReport> {
    return toHistory(this.#options.history, request);
  }

  /** Tables that have a history; `undefined` where the store does not work. */
  sampledTables(databaseId: string): Promise<string[] | undefined> {
    return this.#options.history.samples.tableNames(databaseId);
  }

  transitions(since: number): Promise<Transitions> {
    return toTransitions(this.#options.history, since);
  }

  /** Answers from the store, and from memory where that does not answer. */
  async incidents(since: number): Promise<Incidents> {
    const { incidents, silences, history } = this.#options;
    await silences.refresh();
    const { answered, ...known } = await incidents.since(since);
    const planned = silences.list();
    return {
      ...known,
      history: toHistoryState(history, answered),
      ...(planned.length > 0 && { silences: planned }),
    };
  }

  storage(since: number): Promise<StorageReport> {
    const { picture, history } = this.#options;
    return toStorage(picture, history, { at: Date.now(), since });
  }

  databaseIds(): string[] {
    return this.#options.picture
      .snapshots()
      .map(({ database }) => database.pluginId)
      .sort();
  }

  connections(options: { details: boolean }): ConnectionsReport {
    return toConnections(this.#options.picture, this.#options.knownReplicas(), {
      ...this.#context(),
      ...options,
      history: toHistoryState(this.#options.history, true),
    });
  }

  findingKeys(): string[] {
    const { picture } = this.#options;
    return [...picture.snapshots(), ...picture.servers()]
      .flatMap(({ results }) => results)
      .flatMap(({ findings }) => findings)
      .map(({ key }) => key);
  }

  checkIds(): string[] {
    return this.#options.config.checks.map(({ check }) => check.id);
  }

  checks(): CheckCatalogue {
    return {
      checks: this.#options.config.checks.map(({ check, limits }) => ({
        checkId: check.id,
        title: check.title,
        why: check.rationale,
        per: check.per,
        limits: { ...limits },
        limitSource: check.source,
      })),
    };
  }

  /** `source` is what to compare with, if not the last different version. */
  migrations(options: {
    source: RollbackSource | undefined;
    details: boolean;
  }): Migrations {
    const { picture, knownVersions } = this.#options;
    return toMigrations(picture, knownVersions(), options);
  }

  versions(): readonly VersionRecord[] {
    return this.#options.knownVersions().versions;
  }

  status(filter: StatusFilter): HealthReport {
    return toHealthReport(this.#options.picture, filter, {
      at: Date.now(),
      pageUrl: this.#options.config.pageUrl,
    });
  }

  readiness(): HealthStatus {
    const { picture } = this.#options;
    const readiness = readinessOf(
      picture.snapshots(),
      this.#readinessOptions(),
      Date.now(),
    );
    if (readiness !== 'fail') {
      this.#wasReady = true;
    }
    return readiness;
  }

  health(): HealthStatus {
    const { picture } = this.#options;
    return healthOf(picture.snapshots(), this.#readinessOptions(), Date.now());
  }

  /** Called when all plugins of this backend have started. */
  noteStarted(): void {
    this.#hasStarted = true;
  }

  /** Called when this backend is asked to shut down, before it begins to. */
  noteStopping(): void {
    this.#isStopping = true;
  }

  #readinessOptions(): ReadinessOptions {
    const { config } = this.#options;
    return {
      ...config,
      ...config.readiness,
      hasStarted: this.#hasStarted,
      isStopping: this.#isStopping,
      wasReady: this.#wasReady,
    };
  }

  #context(): ReadContext {
    const { config, installedPluginIds } = this.#options;
    return {
      at: Date.now(),
      pulseIntervalMs: config.pulseIntervalMs,
      surveyIntervalMs: config.surveyIntervalMs,
      installedPluginIds,
    };
  }
}
