import type { EngineDatabase } from '../../types';
import type { LedgerFact } from '../../../pure/facts';
import { observedLedgers, readLedgerFacts } from '../../facts/ledgers';
import {
  type LedgerRows,
  type LedgerTables,
  longestNameBytes,
} from '../../facts/ledgerTables';
import { postgresDialect } from '../dialect';
import {
  type ActivityRow,
  activity,
  toActivity,
} from '../ledgers/ledgerActivity';
import { locateLedgers } from '../ledgers/ledgerPlaces';
import { foundSchemaOf, OtherSchemaError } from '../session/foundSchema';
import { ownSessions } from '../../session/ownSessions';

const applied = `
  select coalesce(
    json_agg(
      json_build_object(
        'name', name,
        'batch', batch,
        'appliedAtMs', extract(epoch from migration_time) * 1000
      )
      order by id
    ),
    '[]'
  )
  from ledger`;

const lockRows = `
  select coalesce(
    json_agg(json_build_object('index', index, 'isLocked', held) order by index),
    '[]'
  )
  from lock`;

const noLedger = `(
  select null::int as id, '' as name, null::int as batch, null::timestamptz as migration_time
  where false
) none`;

const noLock = `(select null::int as index, null::int as is_locked where false) none`;

// No more rows than it takes to see that there are too many are looked at, and
// no name is fetched to learn its length.
const statement = (ledger: string | null, lock: string | null) => `
  with ledger as materialized (
    select id, name, batch, migration_time
    from ${ledger ? `only ${ledger}` : noLedger}
    limit $4::bigint + 1
  ),
  lock as materialized (
    -- Knex takes the lock with "where is_locked = 0": null holds it, too.
    select index, is_locked is distinct from 0 as held
    from ${lock ? `only ${lock}` : noLock}
    limit $4::bigint + 1
  ),
  sizes as materialized (
    select
      (select count(*) from ledger) > $4::bigint
        or (select count(*) from lock) > $4::bigint
        or (select max(octet_length(name)) from ledger) > ${longestNameBytes}
        as too_large
  )
  select
    coalesce(too_large, false) as "tooLarge",
    case when too_large is not true then (${applied}) end as applied,
    case when too_large is not true then (${lockRows}) end as "lockRows",
    ${activity('exists (select from lock where held)')} as activity
  from sizes`;

interface Row extends Required<Omit<LedgerRows, 'activity'>> {
  tooLarge: boolean;
  activity: ActivityRow;
}

const tables: LedgerTables = {
  locate: locateLedgers,

  async readRows(query, place, observation, most) {
    const { schema, table, exists, lockExists } = place;
    const ledger = postgresDialect.identifier(schema, table);
    const lock = postgresDialect.identifier(schema, `${table}_lock`);
    const [row] = await query<Row>(
      statement(exists ? ledger : null, lockExists ? lock : null),
      [
        lock,
        ownSessions(observation, 'processID'),
        observation.configured.schema ?? null,
        most,
      ],
    );
    return row.tooLarge
      ? 'too-large'
      : {
          applied: row.applied,
          lockRows: lockExists ? row.lockRows : null,
          activity: toActivity(row.activity),
        };
  },
};

/** What the plugin has done is elsewhere: whatever this schema holds is not its work. */
export async function readLedgers(
  db: EngineDatabase,
): Promise<readonly LedgerFact[]> {
  const ledgers = await readLedgerFacts(db, observedLedgers(db), tables);
  if (foundSchemaOf(db) !== undefined) {
    throw new OtherSchemaError();
  }
  return ledgers;
}
