import { readdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { MigrationSource } from 'backstage-plugin-database-health-node';
import type { Knex } from 'knex';
import { ownPluginId } from '../ownPluginId';

/**
 * Replicas that start at once wait so long for the one that migrates, and half
 * as long again at most, so that they do not meet anew (ours).
 */
const pauseMs = 1_000;
const mostAttempts = 4;

/** How one fails that makes the same as another one at the same time. */
const madeByAnother: readonly unknown[] = [
  '42P07',
  '42710',
  '23505',
  'ER_TABLE_EXISTS_ERROR',
  'ER_DUP_ENTRY',
];

const packageName = 'backstage-plugin-database-health-backend';
const directory = resolvePackagePath(packageName, 'migrations');

/**
 * The files of our own ledger. Where nothing is left to migrate Knex is not asked to,
 * so that nobody sees whose they are.
 */
export const ownMigrationSource: MigrationSource = {
  pluginId: ownPluginId,
  package: packageName,
  directory,
  getNames: ownMigrations,
};

class LockedError extends Error {
  override name = 'LockedError';

  constructor() {
    super(
      'Another process migrates, or one that died has left its lock behind',
    );
  }
}

/**
 * Brings our own tables up to date. Where nothing is left to migrate it may
 * fail: what is there can be read. Looks before, since Knex asks several
 * statements for what can be seen by one, and fails by a lock with words of its own.
 */
export async function migrate(
  knex: Knex,
  attempts = mostAttempts,
): Promise<void> {
  const state = await look(knex);
  if (state === 'up-to-date') {
    return;
  }
  try {
    if (state === 'locked') {
      throw new LockedError();
    }
    await knex.migrate.latest({ directory });
  } catch (error) {
    const { name, code } = error as { name?: string; code?: string };
    const waits = error instanceof LockedError || name === 'MigrationLocked';
    if (attempts <= 1 || !(waits || madeByAnother.includes(code))) {
      throw error;
    }
    await setTimeout(pauseMs * (1 + Math.random() / 2));
    await migrate(knex, attempts - 1);
  }
}

async function look(knex: Knex): Promise<'up-to-date' | 'pending' | 'locked'> {
  if (!(await knex.schema.hasTable('knex_migrations'))) {
    return 'pending';
  }
  const applied = new Set<string>(await knex('knex_migrations').pluck('name'));
  const ours = await ownMigrations();
  if (ours.every(name => applied.has(name))) {
    return 'up-to-date';
  }
  // A later version knows what is not ours, but has all that is, too.
  const foreign = [...applied].find(name => !ours.includes(name));
  if (foreign !== undefined) {
    throw new Error(
      `The ledger of the store has '${foreign}', which this version does not bring, and lacks what it does`,
    );
  }
  return (await isLocked(knex)) ? 'locked' : 'pending';
}

async function ownMigrations(): Promise<string[]> {
  const names = await readdir(directory);
  return names.filter(name => name.endsWith('.js')).sort();
}

/**
 * Replicas that make the lock at once may give it a row each, and with two rows
 * nobody can take it ever again: one of them is kept.
 */
async function isLocked(knex: Knex): Promise<boolean> {
  const table = 'knex_migrations_lock';
  // Where it is missing, Knex makes it.
  const [first, ...others] = await knex(table)
    .orderBy('index')
    .select('index', 'is_locked')
    .catch(() => []);
  if (others.length > 0) {
    await knex(table)
      .whereIn(
        'index',
        others.map(({ index }) => index),
      )
      .delete();
  }
  return first !== undefined && Number(first.is_locked) !== 0;
}
