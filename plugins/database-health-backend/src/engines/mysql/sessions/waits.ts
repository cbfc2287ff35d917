import type { Query } from 'backstage-plugin-database-health-node';
import { nullIfDenied } from '../session/denied';
import { pidsIn } from './processlist';
import type { Sight } from './sight';
import type { Transaction } from './transactions';

/** Who waits for whom, by the numbers of their sessions. */
export interface Wait {
  readonly pid: number;
  readonly blocker: number;
}

/** Of a server, in one reading (ours). */
const mostWaits = 2_000;

/**
 * The waits of sessions in these databases, and of those that they wait for. Needs the
 * privilege `PROCESS`.
 */
export async function readWaits(
  query: Query,
  of: {
    sight: Sight;
    transactions: readonly Transaction[];
    databases: readonly string[];
  },
): Promise<Wait[]> {
  const waits = [
    ...(await readLockWaits(query, of.sight, of.transactions)),
    ...(await readMetadataWaits(query, of.sight)),
  ];
  if (waits.length === 0) {
    return [];
  }
  const waiting = new Set(waits.map(({ pid }) => pid));
  const own = await pidsIn(query, of.sight, of.databases, waiting);
  return waitsOf(own, waits);
}

/** Where MariaDB and where MySQL 8 tells which transaction waits for which. */
const lockWaits = [
  {
    table: 'information_schema.innodb_lock_waits',
    waiter: 'requesting_trx_id',
    blocker: 'blocking_trx_id',
  },
  {
    table: 'performance_schema.data_lock_waits',
    waiter: 'requesting_engine_transaction_id',
    blocker: 'blocking_engine_transaction_id',
  },
];

/**
 * Waits for rows and tables of InnoDB. Each of many that wait for one row waits for all
 * before it, too: those come last that wait themselves.
 */
async function readLockWaits(
  query: Query,
  sight: Sight,
  transactions: readonly Transaction[],
): Promise<Wait[]> {
  const waiting = transactions.filter(({ waitsMs }) => waitsMs !== null);
  const place = lockWaits.find(({ table }) => sight.has(table));
  if (waiting.length === 0 || !place) {
    return [];
  }
  const { table, waiter, blocker } = place;
  const rows = await nullIfDenied(() =>
    query<{ waiter: string; blocker: string }>(
      `select concat(${waiter}) as waiter, concat(${blocker}) as blocker
      from ${table}
      order by ${blocker} in (?)
      limit ${mostWaits}`,
      [waiting.map(({ id }) => id)],
    ),
  );
  const pids = new Map(transactions.map(({ id, pid }) => [id, pid]));
  return (rows ?? []).flatMap(row => {
    const [pid, holder] = [pids.get(row.waiter), pids.get(row.blocker)];
    return pid === undefined || holder === undefined
      ? []
      : [{ pid, blocker: holder }];
  });
}

// Nothing tells which of the locks on one thing bear each other, but those that only say
// that something within is changed do. Whoever is queued behind one that waits itself
// waits for the same holders.
const metadata = `
  select distinct
    waits.processlist_id as pid,
    holds.processlist_id as blocker
  from performance_schema.metadata_locks w
  join performance_schema.metadata_locks h
    on h.lock_status = 'GRANTED'
    and h.object_type = w.object_type
    and h.object_schema <=> w.object_schema
    and h.object_name <=> w.object_name
    and h.owner_thread_id <> w.owner_thread_id
    and not (
      h.lock_type = 'INTENTION_EXCLUSIVE' and w.lock_type = 'INTENTION_EXCLUSIVE'
    )
  join performance_schema.threads waits on waits.thread_id = w.owner_thread_id
  join performance_schema.threads holds on holds.thread_id = h.owner_thread_id
  where w.lock_status = 'PENDING'
    and waits.processlist_id is not null
    and holds.processlist_id is not null
  limit ${mostWaits}`;

/**
 * Waits for what a change of a table must have for itself. Only the performance schema
 * tells who has it, where that is on and its instrument `wait/lock/metadata/sql/mdl` is.
 */
async function readMetadataWaits(query: Query, sight: Sight): Promise<Wait[]> {
  if (
    !sight.has(
      'performance_schema.metadata_locks',
      'performance_schema.threads',
    )
  ) {
    return [];
  }
  const rows = await nullIfDenied(() =>
    query<{ pid: unknown; blocker: unknown }>(metadata),
  );
  return (rows ?? []).map(({ pid, blocker }) => ({
    pid: Number(pid),
    blocker: Number(blocker),
  }));
}

/** Those of these sessions, and of whom they wait for, however far. */
function waitsOf(pids: ReadonlySet<number>, waits: readonly Wait[]): Wait[] {
  const waiting = new Set(pids);
  for (let before = 0; before < waiting.size; ) {
    before = waiting.size;
    waits
      .filter(({ pid }) => waiting.has(pid))
      .forEach(({ blocker }) => waiting.add(blocker));
  }
  return waits.filter(({ pid }) => waiting.has(pid));
}
