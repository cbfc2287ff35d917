import type { EngineDatabase } from '../types';
import type { EngineFact, Facts } from 'backstage-plugin-database-health-node';
import type { Observation } from '../../observation/types';
import { createDatabaseObservations } from '../../observation/registry';
import type { Knex } from 'knex';
import { engineAdapters } from '../engines';
import type { EngineAdapter, OpenDatabase } from '../types';

/** One plugin database on a real engine, as the plugin itself has it. */
export interface Subject {
  readonly client: Knex;
  readonly observation: Observation;
  /** Without its version. */
  readonly identity: Omit<Facts['identity'], 'version'>;
  /** Asks the engine itself, by other means than the readers under test. */
  sizeBytes(): Promise<number>;
  dispose(): Promise<void>;
}

/** A way to run an engine in which every fact must be right. */
export interface SubjectKind {
  readonly version: string;
  /** The engine itself knows sizes only from when it last counted. */
  readonly estimatesSize?: boolean;
  /** To what times in a ledger are cut off, in milliseconds. */
  readonly timePrecisionMs?: number;
  create(pluginId: string): Promise<Subject>;
  dispose(): Promise<void>;
}

export function adapterOf({ observation }: Subject): EngineAdapter {
  return engineAdapters[observation.configured.engine];
}

export async function withDatabase<T>(
  subject: Subject,
  work: (database: OpenDatabase) => Promise<T>,
  signal = AbortSignal.timeout(10_000),
): Promise<T> {
  const { openDatabase } = adapterOf(subject);
  const database = await openDatabase(subject.observation, signal);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** The same database and client, in a process that has seen nothing of it. */
export function unseen({ observation, ...subject }: Subject): Subject {
  const { pluginId, configured } = observation;
  const observations = createDatabaseObservations();
  const observer = observations.observe({
    pluginId,
    configured,
    migrationsSkipped: false,
  });
  observer.clientReceived(subject.client);
  return { ...subject, observation: observations.get(pluginId)! };
}

/** Reads one fact of a plugin database opened for it, which `seen` may look through. */
export async function readFact<F extends EngineFact>(
  subject: Subject,
  fact: F,
  seen: (database: OpenDatabase) => EngineDatabase = database => database,
): Promise<Facts[F]> {
  const read = adapterOf(subject).inspector[fact] as
    | ((db: EngineDatabase, databases: readonly string[]) => Promise<Facts[F]>)
    | undefined;
  if (!read) {
    throw new Error(`${subject.identity.engine} cannot read ${fact}`);
  }
  return withDatabase(subject, database =>
    read(seen(database), [subject.identity.name]),
  );
}

/** Reads facts of all kinds over one connection, as a survey and a pulse would. */
export function readSeveral(subject: Subject) {
  return withDatabase(subject, async database => {
    const { identity, size, ledgers, connections } =
      adapterOf(subject).inspector;
    return {
      identity: await identity!(database),
      size: await size!(database),
      ledgers: await ledgers!(database),
      connections: await connections!(database, []),
    };
  });
}
