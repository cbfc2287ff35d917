import type {
  FactCatalogue,
  FactName,
  Facts,
  Readings,
} from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { DatabaseHealthConfig } from '../config';
import { dialects } from '../engines/dialects';
import { factStaleAfterMs } from '../judging/staleness';
import type { Observation } from '../observation/types';
import type { Picture } from '../picture/picture';
import type { ServerSnapshot, Snapshot } from '../picture/types';

/** A fact as it is now; `undefined` where it was not read, or too long ago. */
type Current = <F extends FactName>(fact: F) => Facts[F] | undefined;

/** A plugin database that this process observes. */
export interface MeasuredDatabase {
  readonly labels: Readonly<Record<DatabaseLabel, string>>;
  readonly snapshot: Snapshot;
  readonly observation: Observation;
  readonly current: Current;
}

export type DatabaseLabel =
  | 'plugin'
  | 'server'
  | 'engine'
  | 'db.client.connection.pool.name'
  | 'db.system.name';

/** A server on which one of them lies. */
export interface MeasuredServer {
  readonly labels: Readonly<Record<'server', string>>;
  readonly snapshot: ServerSnapshot;
  readonly current: Current;
}

/** All that instruments read, of one moment. */
export interface Watched {
  readonly databases: readonly MeasuredDatabase[];
  readonly servers: readonly MeasuredServer[];
  readonly surveyIntervalMs: number;
}

export interface WatchedSource {
  readonly picture: Pick<Picture, 'snapshots' | 'servers'>;
  readonly catalogue: FactCatalogue;
  readonly config: Pick<
    DatabaseHealthConfig,
    'pulseIntervalMs' | 'surveyIntervalMs'
  >;
  now(): number;
}

/**
 * What this process knows now. Each replica tells of what it observes itself, and is
 * asked for it itself: of what only others observe, they tell.
 */
export function watchedNow({
  picture,
  catalogue,
  config,
  now,
}: WatchedSource): Watched {
  const at = now();
  const currentOf =
    (known: Readings): Current =>
    fact => {
      const reading = known[fact];
      const entry = catalogue[fact];
      return reading &&
        entry &&
        at - reading.at <= factStaleAfterMs(entry, config)
        ? valueOf(reading)
        : undefined;
    };
  return {
    databases: picture.snapshots().flatMap(snapshot =>
      snapshot.observation
        ? [
            {
              labels: labelsOf(snapshot),
              snapshot,
              observation: snapshot.observation,
              current: currentOf(snapshot.known),
            },
          ]
        : [],
    ),
    servers: picture
      .servers()
      .filter(({ databases }) => databases.some(each => each.observation))
      .map(snapshot => ({
        labels: { server: snapshot.id },
        snapshot,
        current: currentOf(snapshot.known),
      })),
    surveyIntervalMs: config.surveyIntervalMs,
  };
}

function labelsOf(snapshot: Snapshot): MeasuredDatabase['labels'] {
  const { pluginId, configured } = snapshot.database;
  return {
    plugin: pluginId,
    server: snapshot.serverId,
    engine: configured.engine,
    // A plugin has one pool in a process; its database's name may be that of others.
    'db.client.connection.pool.name': pluginId,
    'db.system.name': systemNameOf(snapshot),
  };
}

function systemNameOf({ database, known }: Snapshot): string {
  return dialects[database.configured.engine].systemName(
    valueOf(known.identity)?.version,
  );
}
