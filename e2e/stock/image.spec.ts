import { expect, test } from '@playwright/test';
import type { Ledger, Overview } from 'backstage-plugin-database-health-common';
import { ledgerRows, runSql } from '../serverTruth';
import {
  monitoringToken,
  type RunningPortal,
  startPortal,
} from '../startPortal';
import { callApi } from '../survey';
import { buildImage, unpackImage } from './image';
import { startImage } from './imagePortal';

// Each needs the one before; after a failure the rest is skipped.
test.describe.configure({ mode: 'serial' });

/** What a machine may read. */
async function read<T>(portal: RunningPortal, address: string): Promise<T> {
  const response = await callApi(portal, address, { token: monitoringToken });
  if (!response.ok) {
    throw new Error(`${address} answered ${response.status}`);
  }
  return response.json();
}

/** The ledgers, once every plugin database has been surveyed since some time. */
async function ledgersOf(portal: RunningPortal): Promise<Ledger[]> {
  await expect(async () => {
    const { databases } = await read<Overview>(portal, '/overview');
    expect(databases.length).toBeGreaterThan(0);
    expect(databases.filter(({ surveyedAt }) => !surveyedAt)).toEqual([]);
  }).toPass();
  const { ledgers } = await read<{ ledgers: Ledger[] }>(portal, '/migrations');
  return ledgers;
}

/** What does not depend on where packages lie or on when it ran. */
function told(ledger: Ledger) {
  const { databaseId, table, state, source, pending, missing } = ledger;
  return {
    databaseId,
    table,
    state,
    package: source?.package,
    folder: source?.directory?.replace(/^.*(?=\/migrations)/, ''),
    applied: ledger.applied.map(({ name }) => name),
    pending,
    missing,
  };
}

const byPlace = (a: Ledger, b: Ledger) =>
  a.databaseId.localeCompare(b.databaseId) || a.table.localeCompare(b.table);

const copyOf = (index: number) => `copy_${index}_knex_migrations`;

/**
 * The ledgers without copies. Some plugins schedule their first task, which makes
 * one, a while after they have started.
 */
async function originalsOf(from: RunningPortal): Promise<Ledger[]> {
  const ledgers = await ledgersOf(from);
  return ledgers
    .filter(({ table }) => !table.startsWith('copy_'))
    .sort(byPlace);
}

/** Makes a ledger with the rows of another one, in the database of another plugin. */
async function copyLedger(
  from: RunningPortal,
  databaseId: string,
  table: string,
  toDatabaseId: string,
  toTable: string,
): Promise<void> {
  const rows = await runSql<{ name: string; batch: number }>(
    from,
    `backstage_plugin_${databaseId}`,
    `select name, batch from "${table}" order by id`,
  );
  const to = `backstage_plugin_${toDatabaseId}`;
  const values = rows.map(({ name, batch }) => `('${name}', ${batch}, now())`);
  await runSql(
    from,
    to,
    `create table ${toTable} (id serial primary key, name text, batch int, migration_time timestamptz);
     create table ${toTable}_lock (index serial primary key, is_locked int);
     insert into ${toTable} (name, batch, migration_time) values ${values.join()};
     insert into ${toTable}_lock (is_locked) values (0)`,
  );
}

let portal: Awaited<ReturnType<typeof startImage>> | undefined;
let ledgers: Ledger[] = [];

test.afterAll(() => portal?.stop());

test('the image builds', async () => {
  await buildImage();
  await unpackImage();
});

test('the image finds every ledger with the rows of its table and the files of its package', async () => {
  portal = await startImage();
  await expect(async () => {
    ledgers = await originalsOf(portal!);
    const { databases } = await read<Overview>(portal!, '/overview');
    expect(ledgers.length).toBeGreaterThan(databases.length);
    for (const { id, name } of databases) {
      const inDatabase = await ledgerRows(portal!, name);
      expect(
        ledgers
          .filter(({ databaseId }) => databaseId === id)
          .map(({ table, applied }) => ({
            table,
            applied: applied.map(each => each.name).sort(),
          })),
      ).toEqual(inDatabase.sort((a, b) => a.table.localeCompare(b.table)));
    }
    // On a busy machine one may have been read while it was made.
    for (const { state, source } of ledgers) {
      expect(state).toBe('up-to-date');
      expect(source?.package).toBeTruthy();
    }
  }).toPass();
});

test('the image finds the packages of ledgers that no plugin ran', async () => {
  const [host] = ledgers.filter(({ databaseId }) => databaseId === 'proxy');
  const originals = ledgers.filter(
    ({ source }) => source?.directory !== host.source?.directory,
  );
  expect(originals.length).toBeGreaterThan(10);
  for (const [index, { databaseId, table }] of originals.entries()) {
    await copyLedger(
      portal!,
      databaseId,
      table,
      host.databaseId,
      copyOf(index),
    );
  }
  await expect(async () => {
    const found = await ledgersOf(portal!);
    expect(
      originals.map((_, index) =>
        found
          .filter(({ table }) => table === copyOf(index))
          .map(({ databaseId, state, source }) => ({
            databaseId,
            state,
            source,
          })),
      ),
    ).toEqual(
      originals.map(({ source }) => [
        { databaseId: host.databaseId, state: 'up-to-date', source },
      ]),
    );
  }).toPass();
});

test('it tells what the development layout tells', async () => {
  const development = await startPortal();
  try {
    await expect(async () => {
      const [image, checkout] = await Promise.all(
        [portal!, development].map(originalsOf),
      );
      expect(image.map(told)).toEqual(checkout.map(told));
    }).toPass();
  } finally {
    await development.stop();
  }
});
