import type {
  DatabaseService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { EventsService } from '@backstage/plugin-events-node';
import type { Incident } from 'backstage-plugin-database-health-common';
import type { DatabaseObservations } from './observation/types';
import type {
  FactCatalogue,
  IncidentSink,
  MigrationSource,
  Readings,
} from 'backstage-plugin-database-health-node';
import { eventsSink, isDaily, tellPeople, webhookSink } from './alerts';
import { ServerIds, aliasOf } from './facts/serverIds';
import type { ScheduleLocalTask } from './localTask';
import { keepHistory } from './history';
import {
  type IncidentSource,
  keepIncidents,
  PlannedSilences,
} from './incidents';
import {
  InstalledPackages,
  LedgerKnowledge,
  LedgerOwners,
  MigrationContents,
  withSources,
} from './ledgers';
import type { DatabaseHealthConfig } from './config';
import { unreadLedgers, withLocalKnowledge } from './engines';
import { derivedOfSurvey, withDerivedLater } from './facts/derived';
import type { Picture } from './picture/picture';
import type { WatchedDatabase } from './picture/types';
import type { HistorySource } from './readModel';
import { joinReplicas, ReplicaIdentity } from './replicas/replica';
import type { FindingDismissals } from './routes';
import { Peers, SharedSurveys, pulsesToReport } from './replicas';
import {
  Checksums,
  Deliveries,
  Digests,
  Dismissals,
  Failures,
  Incidents,
  ownMigrationSource,
  Replicas,
  Samples,
  SeenReplica,
  ServerAliases,
  Silences,
  Store,
  Surveys,
  Transitions,
  Upkeep,
  VersionRecord,
  Versions,
  tablesPerSample,
} from './store';
import { within } from './within';

/** Where it says no farewell, others take it for dead a little later. */
const leaveWithinMs = 2_000;

export interface SharedOptions {
  readonly database: DatabaseService;
  readonly lifecycle: LifecycleService;
  readonly logger: LoggerService;
  readonly observations: DatabaseObservations;
  readonly schedule: ScheduleLocalTask;
  readonly migrationSources: readonly MigrationSource[];
  readonly events: EventsService;
  /** Those that modules added. */
  readonly incidentSinks: readonly IncidentSink[];
  readonly picture: Picture;
  readonly catalogue: FactCatalogue;
  readonly config: DatabaseHealthConfig;
  readonly pluginIds: readonly string[];
}

/** What outlives this process and what replicas share. */
export interface Shared {
  readonly surveys: SharedSurveys;
  readonly peers: Peers;
  /** Adds to what a survey read what follows from it. Never rejects. */
  complete(
    database: WatchedDatabase,
    readings: Readings,
    survey: { takenOver: boolean },
  ): Promise<Readings>;
  /** Called when one survey of this process has ended: it becomes a sample. */
  surveyEnded(database: WatchedDatabase): void;
  readonly history: HistorySource;
  readonly dismissals: FindingDismissals;
  readonly silences: PlannedSilences;
  /** Our own database answers again: the store is tried at once. */
  ownDatabaseIsBack(): void;
  readonly incidents: IncidentSource;
  /**
   * Called when a round of surveys has ended: lets the store forget surveys
   * that nobody takes any more, and reads anew what it knows of versions.
   */
  roundEnded(): Promise<void>;
  knownReplicas(): {
    self: ReplicaIdentity;
    /** `undefined` while the store does not work. */
    all: readonly SeenReplica[] | undefined;
  };
  knownVersions(): {
    currentId: string;
    versions: readonly VersionRecord[];
  };
}

/** Connects the store, the replicas, what is known of ledgers and the history. */
export async function connectShared(options: SharedOptions): Promise<Shared> {
  const now = () => Date.now();
  const store = new Store(options);
  const replicas = new Replicas(store);
  const failures = new Failures(store, now);
  const versions = new Versions(store);
  // Where Backstage looks for packages, too.
  const packages = new InstalledPackages(
    process.argv[1] ?? process.cwd(),
    options.observations.listFolder,
  );
  const currentId = await packages.versionId();
  const { identity: self, leave } = await joinReplicas({
    ...options,
    replicas,
    failures,
    version: currentId.slice(0, 12),
    port: options.config.backendPort,
    pulses: () =>
      pulsesToReport(options.picture.snapshots(), options.catalogue),
  });
  const webhooks = options.config.incidents.webhooks.map(webhookSink);
  const otherSinks = [
    eventsSink(options.events, options.logger),
    ...options.incidentSinks,
  ];
  const deliveries = new Deliveries(
    store,
    [...webhooks, ...otherSinks]
      .filter(sink => !isDaily(sink))
      .map(({ id }) => id),
    now,
  );
  const silences = new PlannedSilences({
    configured: options.config.incidents.silences,
    silences: new Silences(store),
    now,
  });
  const people = await tellPeople({
    ...options,
    silences,
    webhooks,
    otherSinks,
    deliveries,
    digests: new Digests(store),
    digestTime: options.config.incidents.digest,
    pulseIntervalMs: options.config.pulseIntervalMs,
    pluginIdsOf: subject => pluginIdsOf(subject, options.picture),
    pageUrl: options.config.pageUrl,
    now,
  });
  options.lifecycle.addShutdownHook(async () => {
    await Promise.all([
      people.stop(),
      within(AbortSignal.timeout(leaveWithinMs), leave()).catch(() => {}),
    ]);
    await store.close();
  });
  const peers = new Peers(replicas, self.id, now, options.catalogue);
  const migrationSources = [...options.migrationSources, ownMigrationSource];
  const knowledge = new LedgerKnowledge({
    owners: new LedgerOwners(packages, migrationSources),
    contents: new MigrationContents(),
    packages,
    checksums: new Checksums(store),
    failures,
    versions,
    plugins: () =>
      options.observations
        .list()
        .map(observation => withSources(observation, migrationSources)),
    knownReplicas: () => peers.replicas,
    replicaId: self.id,
  });
  const surveys = new SharedSurveys(
    new Surveys(store, self.id),
    now,
    options.catalogue,
  );
  const samples = new Samples(store);
  const transitions = new Transitions(store);
  const incidents = new Incidents(store, deliveries);
  const serverIds = new ServerIds(new ServerAliases(store));
  await serverIds.load();
  options.picture.useServerIds(serverIds);
  const history = await keepHistory({
    ...options,
    samples,
    transitions,
    incidents,
    deliveries,
    dismissals: new Dismissals(store),
    upkeep: new Upkeep(store),
    retention: options.config.history,
    tablesPerSample,
    now,
  });
  const derived = derivedOfSurvey({
    samples,
    pluginIds: options.pluginIds,
    otherPluginIds: () => peers.plugins(),
    withLocalKnowledge,
    unreadLedgers,
    withKnowledgeOfVersion: (observation, ledgers) =>
      knowledge.complete(observation, ledgers),
  });
  const kept = await keepIncidents({
    ...options,
    ...options.config.incidents,
    incidents,
    isAlone: () => peers.isAlone,
    people,
    checks: options.config.checks.map(({ check }) => check),
    now,
  });
  let known: readonly VersionRecord[] = [];
  return {
    surveys,
    peers,
    async complete(database, readings, { takenOver }) {
      if (await serverIds.learn(database, readings)) {
        await history.dismissed.refresh();
        await kept.serverRenamed(aliasOf(database));
      }
      return withDerivedLater(derived, readings, {
        database,
        observation: options.picture.observationOf(database.pluginId),
        takenOver,
        at: now(),
      });
    },
    surveyEnded: database =>
      history.note(
        database.pluginId,
        options.picture.snapshotOf(database).readings,
      ),
    history: {
      samples,
      transitions,
      failingSince: () =>
        store.failingSince(
          'samples',
          'sampledNames',
          'transitions',
          'incidents',
          'upkeep',
        ),
    },
    dismissals: history.dismissed,
    silences,
    ownDatabaseIsBack: () => store.mayBeOver(),
    incidents: kept,
    async roundEnded() {
      await surveys.forget();
      known = (await versions.list()) ?? known;
    },
    knownReplicas: () => ({ self, all: peers.replicas }),
    knownVersions: () => ({ currentId, versions: known }),
  };
}

function pluginIdsOf(subject: Incident['subject'], picture: Picture): string[] {
  return 'databaseId' in subject
    ? [subject.databaseId]
    : picture
        .snapshots()
        .filter(({ serverId }) => serverId === subject.serverId)
        .map(({ database: { pluginId } }) => pluginId);
}
