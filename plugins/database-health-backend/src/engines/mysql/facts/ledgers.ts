import type { EngineDatabase } from '../../types';
import type { LedgerFact, LedgerSession } from '../../../pure/facts';
import { observedLedgers, readLedgerFacts } from '../../facts/ledgers';
import {
  type LedgerTables,
  longestNameBytes,
  mostLedgerSessions,
} from '../../facts/ledgerTables';
import { locateLedgers, nameOf } from '../ledgers/ledgerPlaces';
import { ownSessions } from '../../session/ownSessions';
import { whereProcessIsGranted } from '../session/process';

/** One row of either table, or one session. */
interface Row {
  part: 'applied' | 'lock' | 'session' | 'privilege';
  /** The order within its part: the key of the row, or the session's number. */
  position: unknown;
  /** `null` where it is too long, or where a session has no state. */
  name: string | null;
  batch: number;
  appliedAt: Date | string | null;
  number: unknown;
}

// A name that is too long is not fetched.
const applied = (table: string, most: number) => `
  (select
    'applied' as part, id as position,
    case when length(name) <= ${longestNameBytes} or name is null then coalesce(name, '') end
      as name,
    batch, migration_time as appliedAt, null as number
  from ${table}
  limit ${most + 1})`;

// Knex takes the lock with `where is_locked = 0`: null holds it, too.
const lockRows = (table: string, most: number) => `
  (select
    'lock' as part, \`index\` as position, '' as name, null as batch,
    null as appliedAt, not (is_locked <=> 0) as number
  from ${table}
  limit ${most + 1})`;

// Sessions of other users are shown to those who have the privilege PROCESS.
const sessions = (lockTable: string, most: number) => `
  (select 'session', id, state, null, null, time
  from information_schema.processlist
  where db = database()
    and command in ('Query', 'Execute')
    and id <> connection_id()
    and id not in (?)
    and exists (
      select 1
      from (select is_locked from ${lockTable} limit ${most + 1}) l
      where not (is_locked <=> 0)
    )
  order by time desc
  limit ${mostLedgerSessions})
  union all
  (select distinct 'privilege', 0, null, null, null, 1 ${whereProcessIsGranted})`;

const tables: LedgerTables = {
  locate: locateLedgers,

  async readRows(query, place, observation, most) {
    const { schema, table, exists, lockExists } = place;
    const lock = nameOf(schema, `${table}_lock`);
    const parts = [
      ...(exists ? [applied(nameOf(schema, table), most)] : []),
      ...(lockExists ? [lockRows(lock, most), sessions(lock, most)] : []),
    ];
    const rows = await query<Row>(
      `select * from (${parts.join(
        ' union all ',
      )}) parts order by part, position`,
      lockExists ? [[0, ...ownSessions(observation, 'threadId')]] : [],
    );
    const of = (part: Row['part']) => rows.filter(row => row.part === part);
    const names = of('applied').map(({ name }) => name);
    if (
      names.length > most ||
      of('lock').length > most ||
      names.includes(null)
    ) {
      return 'too-large';
    }
    return {
      applied: of('applied').map(({ name, batch, appliedAt }) => ({
        name: name ?? '',
        batch,
        // The driver reads a time in the zone in which it has written it.
        appliedAtMs: appliedAt === null ? null : new Date(appliedAt).getTime(),
      })),
      lockRows: lockExists
        ? of('lock').map(({ position, number }) => ({
            index: Number(position),
            isLocked: Number(number) === 1,
          }))
        : null,
      activity: {
        holders: [],
        active: of('session').map(toSession),
        partial: of('privilege').length === 0,
      },
    };
  },
};

function toSession({ position, name, number }: Row): LedgerSession {
  return {
    pid: Number(position),
    since: Date.now() - Number(number) * 1_000,
    ...(/^waiting for/i.test(name ?? '') && { waitsFor: name ?? '' }),
  };
}

export function readLedgers(
  db: EngineDatabase,
): Promise<readonly LedgerFact[]> {
  return readLedgerFacts(db, observedLedgers(db), tables);
}
