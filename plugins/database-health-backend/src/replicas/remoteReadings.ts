import type {
  FactCatalogue,
  Readings,
} from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { Observation } from '../observation/types';
import { isReadPerServer } from '../facts/catalogue';
import { derivedOfPeers, withDerived } from '../facts/derived';
import type { Picture } from '../picture/picture';
import type { WatchedDatabase } from '../picture/types';
import type { Peers, ReportedPulse } from './peers';
import { sharedReadings } from './sharedReadings';
import type { SharedSurveys } from './sharedSurveys';

export interface RemoteReadingsOptions {
  readonly surveys: SharedSurveys;
  readonly peers: Peers;
  readonly picture: Picture;
  readonly catalogue: FactCatalogue;
  /** Adds to what another replica's survey read what follows here. Never rejects. */
  complete(database: WatchedDatabase, readings: Readings): Promise<Readings>;
  note(database: WatchedDatabase, readings: Readings): void;
  /** Another replica has surveyed what this one observes, too. */
  noteTaken(observation: Observation, surveyedAt: number): void;
  /** Some replica was asked for a survey. */
  want(databaseId: string, requestedAt: number): void;
  now(): number;
}

/** Brings into the picture what other replicas found. */
export class RemoteReadings {
  readonly #options: RemoteReadingsOptions;
  /** The latest surveys of what only other replicas observe. */
  readonly #surveyed = new Map<string, Readings>();
  /** Who lived when it last listened. */
  #living = '';

  constructor(options: RemoteReadingsOptions) {
    this.#options = options;
  }

  /** Never rejects; with the store down nothing is taken over. */
  async take(): Promise<void> {
    const { peers, picture, surveys, want } = this.#options;
    await peers.listen();
    this.#noteLiving();
    this.#takePools();
    for (const survey of await surveys.latest()) {
      const { databaseId, surveyedAt = 0, requestedAt = 0, taken } = survey;
      const observation = picture.observationOf(databaseId);
      if (taken && observation) {
        await this.#takeObserved(observation, taken.readings, surveyedAt);
      } else if (taken) {
        this.#surveyed.set(databaseId, taken.readings);
      }
      if (observation && requestedAt > surveyedAt) {
        want(databaseId, requestedAt);
      }
    }
    await this.#takeUnobserved();
  }

  /** What was judged by who lives besides is read anew when somebody came or went. */
  #noteLiving(): void {
    const { peers, picture, want, now } = this.#options;
    const living = peers.replicas
      ?.flatMap(({ id, alive }) => (alive ? id : []))
      .join(' ');
    if (living === undefined || living === this.#living) {
      return;
    }
    this.#living = living;
    for (const { database, readings } of picture.snapshots()) {
      if (valueOf(readings.ledgers)?.some(each => each.newerReplicas)) {
        want(database.pluginId, now());
      }
    }
  }

  #takePools(): void {
    const { peers, picture, note } = this.#options;
    const at = this.#options.now();
    for (const { database, observation, readings } of picture.snapshots()) {
      const pools = peers.poolsOf(database.pluginId);
      // Alone, there is nothing to judge anew every few seconds.
      const isNoted = pools && (pools.length > 0 || readings.otherPools);
      if (isNoted && observation) {
        note(observation, withDerived(derivedOfPeers, {}, { pools, at }));
      }
    }
  }

  async #takeObserved(
    observation: Observation,
    readings: Readings,
    surveyedAt: number,
  ): Promise<void> {
    const { complete, note, noteTaken } = this.#options;
    note(observation, await complete(observation, readings));
    noteTaken(observation, surveyedAt);
  }

  /** What no living replica reports any more leaves the picture. */
  async #takeUnobserved(): Promise<void> {
    const { catalogue, complete, peers, note, now, picture, surveys } =
      this.#options;
    const reported = peers.pulses();
    if (!reported) {
      // What was reported before grows old.
      picture.judgeAgain();
      return;
    }
    const newest = newestOfEach(
      reported.filter(
        ({ database }) => !picture.observationOf(database.pluginId),
      ),
    );
    const before = picture.snapshots();
    picture.noteReported(newest.map(({ database }) => database));
    const ids = new Set(newest.map(({ database }) => database.pluginId));
    for (const { database, observation } of before) {
      // Its survey left with it, and may be the latest when it is back.
      if (!observation && !ids.has(database.pluginId)) {
        surveys.takeAgain(database.pluginId);
      }
    }
    const ownServers = new Set(
      picture
        .snapshots()
        .flatMap(({ observation, serverId }) => (observation ? serverId : [])),
    );
    for (const { database, readings } of newest) {
      const survey = this.#surveyed.get(database.pluginId);
      this.#surveyed.delete(database.pluginId);
      const { serverId } = picture.snapshotOf(database);
      note(database, {
        ...(survey && (await complete(database, survey))),
        ...(ownServers.has(serverId)
          ? // A server that this process looks at itself has said more.
            sharedReadings(catalogue, readings, each => !isReadPerServer(each))
          : readings),
        ...withDerived(
          derivedOfPeers,
          {},
          { pools: peers.poolsOf(database.pluginId), at: now() },
        ),
      });
    }
  }
}

function newestOfEach(reported: readonly ReportedPulse[]): ReportedPulse[] {
  const newest = new Map<string, ReportedPulse>();
  const at = ({ readings: { reachability } }: ReportedPulse) =>
    reachability?.at ?? 0;
  for (const pulse of reported) {
    const { pluginId } = pulse.database;
    const other = newest.get(pluginId);
    if (!other || at(pulse) > at(other)) {
      newest.set(pluginId, pulse);
    }
  }
  return [...newest.values()];
}
