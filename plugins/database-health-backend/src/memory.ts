import type {
  DatabaseService,
  LifecycleService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type {
  DatabaseObservations,
  MigrationSource,
  Observation,
  Readings,
} from 'backstage-plugin-database-health-node';
import {
  Claims,
  InstalledPackages,
  LedgerKnowledge,
  MigrationContents,
} from './ledgers';
import { joinReplicas } from './replica';
import {
  Checksums,
  Failures,
  Replicas,
  Store,
  VersionRecord,
  Versions,
} from './store';

export interface MemoryOptions {
  readonly database: DatabaseService;
  readonly lifecycle: LifecycleService;
  readonly logger: LoggerService;
  readonly observations: DatabaseObservations;
  readonly scheduler: SchedulerService;
  readonly migrationSources: readonly MigrationSource[];
}

/** What outlives this process and what replicas share. */
export interface Memory {
  complete(observation: Observation, readings: Readings): Promise<Readings>;
  /** Reads anew what the store knows of versions. */
  surveyed(): Promise<void>;
  knownVersions(): {
    currentId: string;
    versions: readonly VersionRecord[];
  };
}

/** Connects the store, the replicas and what is known of ledgers. */
export async function remember(options: MemoryOptions): Promise<Memory> {
  const store = new Store(options);
  const replicas = new Replicas(store);
  const failures = new Failures(store);
  const versions = new Versions(store);
  // Where Backstage looks for packages, too.
  const packages = new InstalledPackages(process.argv[1] ?? process.cwd());
  const currentId = await packages.versionId();
  const knowledge = new LedgerKnowledge({
    claims: new Claims(packages, options.migrationSources),
    contents: new MigrationContents(),
    packages,
    checksums: new Checksums(store),
    failures,
    replicas,
    versions,
    replicaId: await joinReplicas({
      ...options,
      replicas,
      failures,
      version: currentId.slice(0, 12),
    }),
  });
  let known: readonly VersionRecord[] = [];
  return {
    complete: (observation, readings) =>
      knowledge.complete(observation, readings),
    async surveyed() {
      known = (await versions.list()) ?? known;
    },
    knownVersions: () => ({ currentId, versions: known }),
  };
}
