import { visible } from '../../pure/invisible';
import { countMigrations, ledgersOf } from '../../readModel';
import { perDatabase, perDatabaseAnd } from '../series';
import type { Scalar } from '../types';
import type { MeasuredDatabase } from '../watched';

const states = ['applied', 'pending', 'missing'] as const;

/** What lies in the plugin databases, as last surveyed. */
export const contents: readonly Scalar[] = [
  {
    name: 'backstage.database.size',
    unit: 'By',
    kind: 'gauge',
    help: 'Size of the plugin database.',
    ...perDatabase(
      ['plugin', 'engine'],
      ({ current }) => current('size')?.bytes,
    ),
  },
  {
    name: 'backstage.database.migrations',
    unit: '{migration}',
    kind: 'gauge',
    help: 'Migrations of all ledgers of the plugin database: applied, pending, or applied with their files missing.',
    ...perDatabaseAnd(['state'], ['plugin'], database => {
      const ledgers = currentLedgers(database);
      const counts = ledgers && countMigrations(ledgers);
      return counts
        ? states.map(state => ({ labels: { state }, value: counts[state] }))
        : [];
    }),
  },
  {
    name: 'backstage.database.migration_lock.since.timestamp',
    unit: 's',
    kind: 'gauge',
    help: 'Since when the lock of a ledger has been taken by nobody who is seen, in seconds since 1970; only while it is.',
    ...perDatabaseAnd(['ledger'], ['plugin'], database =>
      (currentLedgers(database) ?? []).flatMap(({ table, schema, lock }) =>
        lock.state === 'held' && lock.since !== undefined
          ? [
              {
                labels: {
                  ledger: visible(schema ? `${schema}.${table}` : table),
                },
                value: Date.parse(lock.since) / 1_000,
              },
            ]
          : [],
      ),
    ),
  },
];

function currentLedgers({ current, snapshot }: MeasuredDatabase) {
  return current('ledgers') && ledgersOf(snapshot);
}
