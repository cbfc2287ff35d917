import type { Query } from 'backstage-plugin-database-health-node';

/** Transactions of a server that a reading looks at, the oldest (ours). */
const mostTransactions = 1_000;

/** One that InnoDB has begun, which is when a session first reads or writes a row. */
export interface Transaction {
  readonly id: string;
  /** Of its session; 0 for one that was prepared and has none any more. */
  readonly pid: number;
  readonly openMs: number;
  /** Since when it has waited for the lock of another one; `null` where it does not. */
  readonly waitsMs: number | null;
}

interface Row {
  id: string;
  pid: unknown;
  openMs: unknown;
  waitsMs: unknown;
}

/** InnoDB tells times in the zone of the server, whatever that of the session is. */
const msSince = (time: string) => `
  greatest(0, 1000 * (
    unix_timestamp(now(6))
    - unix_timestamp(convert_tz(${time}, 'SYSTEM', @@session.time_zone))
  ))`;

const open = `
  select
    concat(trx_id) as id,
    trx_mysql_thread_id as pid,
    ${msSince('trx_started')} as openMs,
    ${msSince('trx_wait_started')} as waitsMs
  from information_schema.innodb_trx
  order by trx_wait_started is null, trx_started
  limit ${mostTransactions}`;

/** Those that wait first, then the oldest. Needs the privilege `PROCESS`. */
export async function readTransactions(query: Query): Promise<Transaction[]> {
  const rows = await query<Row>(open);
  return rows.map(({ id, pid, openMs, waitsMs }) => ({
    id,
    pid: Number(pid),
    openMs: Number(openMs),
    waitsMs: waitsMs === null ? null : Number(waitsMs),
  }));
}
