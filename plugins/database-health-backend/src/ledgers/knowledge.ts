import type { LedgerFact, LedgerRun } from '../pure/facts';
import { diffLedger, ledgerKey } from '../pure/ledger';
import type {
  Checksums,
  FailureRecord,
  Failures,
  SeenReplica,
  Versions,
} from '../store';

import type { MigrationContents } from './contents';
import type { InstalledPackages } from './installedPackages';
import type { LedgerOwners } from './owners';
import { type LedgerUser, sharingOf } from './sharing';

export interface LedgerKnowledgeOptions {
  readonly owners: LedgerOwners;
  readonly contents: MigrationContents;
  readonly packages: InstalledPackages;
  readonly checksums: Checksums;
  readonly failures: Failures;
  readonly versions: Versions;
  /** All plugins that are observed here, with what sources say of their ledgers. */
  plugins(): readonly LedgerUser[];
  /** As last listened to; `undefined` where the store does not work. */
  knownReplicas(): readonly SeenReplica[] | undefined;
  /** Of this process. */
  readonly replicaId: string;
}

/**
 * Adds to the ledgers that a survey read what only the installed packages and
 * the store know, and lets the store remember what this version brings. With
 * the store down its part is missing and nothing is made up for it.
 */
export class LedgerKnowledge {
  readonly #options: LedgerKnowledgeOptions;

  constructor(options: LedgerKnowledgeOptions) {
    this.#options = options;
  }

  async complete(
    observation: LedgerUser,
    ledgers: readonly LedgerFact[],
  ): Promise<readonly LedgerFact[]> {
    const { pluginId, configured } = observation;
    const assigned = await this.#options.owners.assign(
      { pluginId, schema: configured.schema },
      ledgers,
    );
    const failures = await this.#options.failures.of(pluginId);
    const running = this.#runningElsewhere(pluginId);
    const plugins = this.#options.plugins();
    const completed = await Promise.all(
      assigned.map(async ({ newerReplicas: _, ...ledger }) => {
        const key = ledgerKey(ledger);
        const failure = failures?.find(each => each.ledger === key);
        const isOwn = failure?.replicaId === this.#options.replicaId;
        if (failure && isOver(failure, ledger, isOwn)) {
          await this.#options.failures.succeeded(pluginId, key);
        }
        const announced = running.get(key);
        const sharedBy = await sharingOf(
          plugins.find(each => each.pluginId === pluginId) ?? observation,
          ledger,
          plugins,
        );
        const newerReplicas = await this.#newerReplicas(pluginId, ledger);
        return {
          ...ledger,
          ...(newerReplicas > 0 && { newerReplicas }),
          ...(await this.#changesOf(pluginId, ledger)),
          ...(sharedBy && { sharedBy }),
          ...(failure && { lastRun: newer(ledger.lastRun, failure, isOwn) }),
          ...(announced && {
            activity: {
              holders: [],
              active: [],
              partial: false,
              ...ledger.activity,
              announced,
            },
          }),
        };
      }),
    );
    await this.#remember(pluginId, completed);
    return completed;
  }

  /**
   * How many living replicas of another version have the files that this one lacks.
   * One of whose migrations of this plugin nothing is known yet has just started: it
   * says so with its first survey.
   */
  async #newerReplicas(
    databaseId: string,
    ledger: LedgerFact,
  ): Promise<number> {
    const { missing } = diffLedger(ledger);
    if (missing.length === 0) {
      return 0;
    }
    const own = await this.#options.packages.versionId();
    const others = (this.#options.knownReplicas() ?? []).filter(
      ({ alive, version, state }) =>
        alive &&
        !own.startsWith(version) &&
        state.pluginIds?.includes(databaseId),
    );
    if (others.length === 0) {
      return 0;
    }
    const versions = (await this.#options.versions.list()) ?? [];
    return others.filter(({ version }) => {
      const known = versions
        .filter(({ id }) => id.startsWith(version))
        .flatMap(({ ledgers }) => ledgers)
        .filter(each => each.databaseId === databaseId);
      const names = known.find(
        each => each.ledger === ledgerKey(ledger),
      )?.names;
      return known.length === 0 || missing.every(name => names?.includes(name));
    }).length;
  }

  #runningElsewhere(databaseId: string) {
    const replicas = this.#options.knownReplicas() ?? [];
    return new Map(
      replicas
        .filter(({ id }) => id !== this.#options.replicaId)
        // The living last, so that they count where both announce a run.
        .sort((a, b) => Number(a.alive) - Number(b.alive))
        .flatMap(({ id, alive, state }) =>
          state.running
            .filter(run => run.databaseId === databaseId)
            .map(
              ({ ledger, since }) =>
                [ledger, { replicaId: id, since, alive }] as const,
            ),
        ),
    );
  }

  async #changesOf(
    databaseId: string,
    ledger: LedgerFact,
  ): Promise<Pick<LedgerFact, 'changed' | 'changedByUpgrade'>> {
    const { directory, directories = directory ? [directory] : [] } =
      ledger.source ?? {};
    const names = ledger.applied.map(({ name }) => name);
    const changed: string[] = [];
    const changedByUpgrade: string[] = [];
    for (const each of directories ?? []) {
      const found = await this.#options.checksums.compare(
        { databaseId, ledger: ledgerKey(ledger) },
        await this.#options.contents.checksumsOf(each, names),
        await this.#options.contents.versionOf(each),
      );
      for (const { name, isOfAnotherVersion } of found ?? []) {
        (isOfAnotherVersion ? changedByUpgrade : changed).push(name);
      }
    }
    return {
      ...(changed.length > 0 && { changed }),
      ...(changedByUpgrade.length > 0 && { changedByUpgrade }),
    };
  }

  async #remember(
    databaseId: string,
    ledgers: readonly LedgerFact[],
  ): Promise<void> {
    const packages = await this.#options.packages.list();
    await this.#options.versions.remember({
      id: await this.#options.packages.versionId(),
      packages: Object.fromEntries(
        packages.map(({ name, version }) => [name, version]),
      ),
      ledgers: ledgers.flatMap(ledger =>
        ledger.files === null
          ? []
          : [
              {
                databaseId,
                ledger: ledgerKey(ledger),
                names: [...ledger.files],
              },
            ],
      ),
    });
  }
}

/** Of what this process ran, its last run says exactly how it ended. */
function isOver(
  { at }: FailureRecord,
  { lastRun }: LedgerFact,
  isOwn: boolean,
): boolean {
  return lastRun?.outcome === 'succeeded' && (isOwn || lastRun.at > at);
}

function newer(
  own: LedgerRun | undefined,
  { at, durationMs, sentence }: FailureRecord,
  isOwn: boolean,
): LedgerRun {
  return own && (isOwn || own.at >= at)
    ? own
    : {
        at,
        durationMs,
        outcome: 'failed',
        failure: { kind: 'other', sentence },
      };
}
