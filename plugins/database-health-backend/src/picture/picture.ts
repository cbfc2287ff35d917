import type { Finding, Status } from 'backstage-plugin-database-health-common';
import type { DatabaseObservations, Observation } from '../observation/types';
import type { Readings } from 'backstage-plugin-database-health-node';
import { engineFacts } from '../facts/catalogue';
import type { DatabaseHealthConfig } from '../config';
import { Findings } from '../judging/findings';
import { onlyRead } from '../facts/onlyRead';
import {
  Judging,
  type JudgingOptions,
  statusOfWhole,
} from '../judging/judging';
import type { Judged } from '../judging/types';
import {
  derivedOfDatabase,
  derivedOfServer,
  partsOfServer,
  withDerived,
} from '../facts/derived';
import { newestReadings } from '../facts/derived/newestReadings';
import { ServerIds, aliasOf } from '../facts/serverIds';
import type {
  JudgedServer,
  ServerSnapshot,
  Snapshot,
  WatchedDatabase,
} from './types';

export interface PictureOptions extends JudgingOptions {
  readonly config: DatabaseHealthConfig;
  readonly observations: DatabaseObservations;
  now(): number;
}

/** What wants to know how something is judged. */
export interface JudgementListener {
  database?(snapshot: Snapshot): void;
  server?(server: JudgedServer): void;
}

/**
 * The present picture, in memory: pulses and surveys write it, everything
 * that answers a request reads it. It grows with the number of plugin
 * databases only.
 */
export class Picture {
  readonly #options: PictureOptions;
  readonly #findings: Findings;
  readonly #judging: Judging;
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #servers = new Map<string, Judged>();
  #reported: readonly WatchedDatabase[] = [];
  readonly #listeners: JudgementListener[] = [];
  #serverIds = new ServerIds();

  constructor(options: PictureOptions) {
    this.#options = options;
    this.#findings = new Findings(options.config.pageUrl);
    this.#judging = new Judging(options, this.#findings);
  }

  /** Calls at each judgement, of a plugin database and of a server. */
  onJudged(listener: JudgementListener): void {
    this.#listeners.push(listener);
  }

  /** Says which findings were dismissed, by their key; they change no status. */
  useDismissals(dismissed: (key: string) => Finding['dismissed']): void {
    this.#findings.useDismissals(dismissed);
  }

  /** Says which server each plugin database lies on, by what is known of it. */
  useServerIds(serverIds: ServerIds): void {
    this.#serverIds = serverIds;
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
    return [...observed, ...this.#reported].map(database =>
      this.snapshotOf(database),
    );
  }

  /** Names all plugin databases that only other replicas observe. */
  noteReported(databases: readonly WatchedDatabase[]): void {
    this.#reported = databases.filter(
      ({ pluginId }) => !this.observationOf(pluginId),
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
        !this.#reported.some(({ pluginId }) => pluginId === databaseId)
      ) {
        this.#snapshots.delete(databaseId);
        this.#findings.forget({ databaseId });
      }
    }
  }

  /** `undefined` where this process has not opened the plugin database. */
  observationOf(pluginId: string): Observation | undefined {
    const observation = this.#options.observations.get(pluginId);
    return observation?.requestedAt === undefined ? undefined : observation;
  }

  snapshotOf(database: WatchedDatabase): Snapshot {
    const { pluginId } = database;
    const observation = this.observationOf(pluginId);
    const known = this.#snapshots.get(pluginId);
    // What others said of it counts no more when it is opened here.
    if (known && known.observation === observation) {
      const serverId = this.#serverIds.of(database, known.known);
      return serverId === known.serverId ? known : { ...known, serverId };
    }
    return {
      database,
      observation,
      serverId: this.#serverIds.of(database, {}),
      readings: {},
      known: {},
      ...this.#judging.ofUnread(
        'database',
        database.configured.engine,
        this.#options.now(),
      ),
      checkedAt: undefined,
      surveyedAt: undefined,
    };
  }

  servers(): ServerSnapshot[] {
    const ids = new Set(this.snapshots().map(({ serverId }) => serverId));
    return [...ids].map(id => {
      const databases = this.#databasesOf(id);
      return {
        id,
        databases,
        addresses: this.#addressesOf(id, databases),
        known: this.#readingsOf(id, 'known', this.#options.now()),
        ...(this.#servers.get(id) ??
          this.#judging.ofUnread(
            'server',
            databases[0].database.configured.engine,
            this.#options.now(),
          )),
      };
    });
  }

  /** How all is that is watched. */
  status(): Status {
    return statusOfWhole([...this.snapshots(), ...this.servers()]);
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
    for (const each of databases) {
      const own = withDerived(partsOfServer, fresh, {
        own: each,
        databases,
        at,
      });
      this.#judgeDatabase(each.database, own, { at, looked: false });
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
    const readings = withDerived(
      derivedOfDatabase,
      { ...before.readings, ...fresh },
      {
        pluginId: database.pluginId,
        before: before.known,
        budgets: this.#options.config.budgets,
        at,
      },
    );
    const surveyed = engineFacts(this.#options.catalogue, 'survey').flatMap(
      fact => fresh[fact]?.at ?? [],
    );
    const snapshot = {
      ...before,
      readings,
      known: { ...before.known, ...onlyRead(readings) },
      ...this.#judging.ofDatabase(
        {
          databaseId: database.pluginId,
          engine: database.configured.engine,
          observed: before.observation !== undefined,
        },
        readings,
        at,
      ),
      checkedAt: looked ? at : before.checkedAt,
      surveyedAt:
        surveyed.length > 0 ? Math.max(...surveyed) : before.surveyedAt,
    };
    this.#snapshots.set(database.pluginId, snapshot);
    for (const listener of this.#listeners) {
      listener.database?.(this.snapshotOf(database));
    }
  }

  #judgeServer(serverId: string, at: number): void {
    const databases = this.#databasesOf(serverId);
    if (databases.length === 0) {
      return;
    }
    for (const { database } of databases) {
      this.#findings.renameServer(aliasOf(database), serverId);
    }
    const [{ database }] = databases;
    const judged = this.#judging.ofServer(
      {
        serverId,
        engine: database.configured.engine,
        observed: databases.some(({ observation }) => observation),
      },
      this.#readingsOf(serverId, 'readings', at),
      at,
    );
    this.#servers.set(serverId, judged);
    const server = { id: serverId, databases, ...judged };
    for (const listener of this.#listeners) {
      listener.server?.(server);
    }
  }

  /** What is known of a server from the plugin databases that it carries. */
  #readingsOf(id: string, which: 'readings' | 'known', at: number): Readings {
    const snapshots = this.#databasesOf(id);
    const databases = snapshots.map(snapshot => ({
      pluginId: snapshot.database.pluginId,
      readings: snapshot[which],
    }));
    return withDerived(
      derivedOfServer,
      newestReadings(databases.map(({ readings }) => readings)),
      { databases, budgetBytes: this.#budgetOf(id, snapshots), at },
    );
  }

  /** By whichever of its addresses; the least where several are granted. */
  #budgetOf(id: string, databases: readonly Snapshot[]): number | undefined {
    const { bytesByServer } = this.#options.config.budgets;
    const granted = this.#addressesOf(id, databases).flatMap(
      address => bytesByServer.get(address) ?? [],
    );
    return granted.length > 0 ? Math.min(...granted) : undefined;
  }

  #addressesOf(id: string, databases: readonly Snapshot[]): string[] {
    const configured = databases.map(
      ({ database }) => database.configured.address,
    );
    return [
      ...new Set([...configured, ...this.#serverIds.addressesOf(id)]),
    ].sort();
  }

  #databasesOf(serverId: string): Snapshot[] {
    return this.snapshots().filter(each => each.serverId === serverId);
  }
}
