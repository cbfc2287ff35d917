import type { Knex } from 'knex';
import { z } from 'zod/v4';
import { date, json, rowOf, text } from './columns';
import type { Store, StorePart } from './store';

/** Versions that are remembered; a rollback further back is not foreseen. */
export const mostVersions = 10;

/** Ledgers of all of them that are looked at, and what one may bring (ours). */
const mostLedgers = 10_000;
const mostNames = 10_000;
const longestJson = 4_000_000;

const versionOf = rowOf(
  z.object({
    id: text,
    last_seen_at: date,
    packages: json(z.record(text, text)),
  }),
);

const ledgerOf = rowOf(
  z.object({
    version_id: text,
    database_id: text,
    ledger: text,
    names: json(z.array(text).max(mostNames)),
  }),
);

/** One set of package versions that this backend ran with. */
export interface VersionRecord {
  id: string;
  lastSeenAt: Date;
  /** Version by package name. */
  packages: Record<string, string>;
  ledgers: VersionLedger[];
}

/** The migrations that a version brought for one ledger. */
export interface VersionLedger {
  databaseId: string;
  /** Table name, with its schema where it has one. */
  ledger: string;
  names: string[];
}

interface RunningVersion {
  id: string;
  packages: Record<string, string>;
  ledgers: readonly VersionLedger[];
}

/** Which migrations each version of the running backend brought. */
export class Versions {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('versions');
  }

  /**
   * Takes down what the version that runs now brings for one plugin database.
   * What is known already is not written again: this runs with each survey.
   */
  async remember(version: RunningVersion): Promise<void> {
    await this.#store.use(async knex => {
      const isNew = await noteSeen(knex, version);
      // One by one: PostgreSQL refuses a row that comes twice.
      for (const row of await freshOf(knex, version)) {
        await knex('version_ledgers')
          .insert(row)
          .onConflict(['version_id', 'database_id', 'ledger'])
          .merge();
      }
      if (isNew) {
        await forgetOldest(knex);
      }
    });
  }

  /** Newest first; `undefined` where the store does not work. */
  async list(): Promise<VersionRecord[] | undefined> {
    return this.#store.read(async knex => {
      const versions = await knex('backend_versions')
        .select('id', 'last_seen_at', { packages: shortOf(knex, 'packages') })
        .orderBy('last_seen_at', 'desc')
        .limit(mostVersions);
      const rows = await knex('version_ledgers')
        .select('version_id', 'database_id', 'ledger', {
          names: shortOf(knex, 'names'),
        })
        .orderBy(['database_id', 'ledger'])
        .limit(mostLedgers);
      const ledgers = this.#store.accepted(rows, ledgerOf);
      return this.#store
        .accepted(versions, versionOf)
        .map(({ id, last_seen_at: lastSeenAt, packages }) => ({
          id,
          lastSeenAt,
          packages,
          ledgers: ledgers
            .filter(({ version_id }) => version_id === id)
            .map(({ database_id: databaseId, ledger, names }) => ({
              databaseId,
              ledger,
              names,
            })),
        }));
    });
  }
}

/** A text that is longer than any of ours is not fetched. */
function shortOf(knex: Knex, column: string): Knex.Raw {
  return knex.raw('case when length(??) <= ? then ?? end', [
    column,
    longestJson,
    column,
  ]);
}

/** Resolves to whether it was seen for the first time. */
async function noteSeen(
  knex: Knex,
  { id, packages }: RunningVersion,
): Promise<boolean> {
  const now = new Date();
  const seen = await knex('backend_versions')
    .where({ id })
    .update({ last_seen_at: now });
  if (seen > 0) {
    return false;
  }
  await knex('backend_versions')
    .insert({
      id,
      packages: JSON.stringify(packages),
      first_seen_at: now,
      last_seen_at: now,
    })
    .onConflict('id')
    .ignore();
  return true;
}

/** Rows of the ledgers that are not known with these names. */
async function freshOf(knex: Knex, { id, ledgers }: RunningVersion) {
  const known = await knex('version_ledgers')
    .where({ version_id: id })
    .whereIn('database_id', [
      ...new Set(ledgers.map(({ databaseId }) => databaseId)),
    ])
    .select('database_id', 'ledger', 'names');
  return ledgers
    .map(({ databaseId, ledger, names }) => ({
      version_id: id,
      database_id: databaseId,
      ledger,
      names: JSON.stringify(names),
    }))
    .filter(
      row =>
        !known.some(
          ({ database_id, ledger, names }) =>
            database_id === row.database_id &&
            ledger === row.ledger &&
            names === row.names,
        ),
    );
}

async function forgetOldest(knex: Knex): Promise<void> {
  const kept = await knex('backend_versions')
    .orderBy('last_seen_at', 'desc')
    .limit(mostVersions)
    .pluck('id');
  await knex('version_ledgers').whereNotIn('version_id', kept).delete();
  await knex('backend_versions').whereNotIn('id', kept).delete();
}
