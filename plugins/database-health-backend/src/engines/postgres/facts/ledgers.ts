import type { EngineDatabase } from '../../types';
import type { LedgerFact } from 'backstage-plugin-database-health-node';
import { sqlIdentifier } from '../../../pure/sqlIdentifier';
import { observedLedgers, readLedgerFacts } from '../../facts/ledgers';
import type { LedgerRows, LedgerTables } from '../../facts/ledgerTables';
import {
  type ActivityRow,
  activity,
  toActivity,
} from '../ledgers/ledgerActivity';
import { locateLedgers } from '../ledgers/ledgerPlaces';
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
  )`;

// Knex takes the lock with `where is_locked = 0`: null holds it, too.
const lockRows = `
  select coalesce(
    json_agg(
      json_build_object('index', index, 'isLocked', is_locked is distinct from 0)
      order by index
    ),
    '[]'
  )`;

interface Row extends Omit<LedgerRows, 'activity'> {
  activity: ActivityRow;
}

const tables: LedgerTables = {
  locate: locateLedgers,

  async readRows(query, { schema, table, exists, lockExists }, observation) {
    const ledger = sqlIdentifier('postgres', schema, table);
    const lock = sqlIdentifier('postgres', schema, `${table}_lock`);
    const locked = lockExists
      ? `exists (select from ${lock} where is_locked is distinct from 0)`
      : 'false';
    const [row] = await query<Row>(
      `select
        ${exists ? `(${applied} from ${ledger})` : `'[]'::json`} as applied,
        ${lockExists ? `(${lockRows} from ${lock})` : 'null'} as "lockRows",
        ${activity(locked)} as activity`,
      [
        lock,
        ownSessions(observation, 'processID'),
        observation.configured.schema ?? null,
      ],
    );
    return { ...row, activity: toActivity(row.activity) };
  },
};

export function readLedgers(
  db: EngineDatabase,
): Promise<readonly LedgerFact[]> {
  return readLedgerFacts(db, observedLedgers(db), tables);
}
