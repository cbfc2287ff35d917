import { setTimeout } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

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

const directory = resolvePackagePath(
  'backstage-plugin-database-health-backend',
  'migrations',
);

/**
 * Brings our own tables up to date. Where nothing is left to migrate it may
 * fail: what is there can be read.
 */
export async function migrate(
  knex: Knex,
  attempts = mostAttempts,
): Promise<void> {
  try {
    await knex.migrate.latest({ directory });
  } catch (error) {
    const { name, code } = error as { name?: string; code?: string };
    const isLocked = name === 'MigrationLocked';
    if (isLocked) {
      await keepOneLockRow(knex);
    }
    if (await isUpToDate(knex)) {
      return;
    }
    if (attempts <= 1 || !(isLocked || madeByAnother.includes(code))) {
      throw error;
    }
    await setTimeout(pauseMs * (1 + Math.random() / 2));
    await migrate(knex, attempts - 1);
  }
}

/**
 * Replicas that make the lock at once may give it a row each, and with two rows
 * nobody can take it ever again.
 */
async function keepOneLockRow(knex: Knex): Promise<void> {
  const [, ...others] = await knex('knex_migrations_lock')
    .orderBy('index')
    .pluck('index');
  if (others.length > 0) {
    await knex('knex_migrations_lock').whereIn('index', others).delete();
  }
}

async function isUpToDate(knex: Knex): Promise<boolean> {
  try {
    const [, pending] = await knex.migrate.list({ directory });
    return pending.length === 0;
  } catch {
    return false;
  }
}
