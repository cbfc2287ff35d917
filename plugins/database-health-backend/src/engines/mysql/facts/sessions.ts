import type { Session, Sessions } from '../../../pure/facts';
import { mostSessions } from '../../../pure/facts';
import { normaliseStatement } from '../../../observation/normalise';
import { databasePrefix } from '../../facts/neighbours';
import type { EngineDatabase } from '../../types';
import { mysqlDialect } from '../dialect';
import { type ProcessRow, readProcesses } from '../sessions/processlist';
import { readLastStatements } from '../sessions/lastStatements';
import { readSight } from '../sessions/sight';
import { readTransactions, type Transaction } from '../sessions/transactions';
import { readWaits, type Wait } from '../sessions/waits';

/** What the server does by itself has one of these for a user. */
const serversOwn = ['system user', 'event_scheduler'];

/** States in which a session waits until others give up what they hold. */
const lockState = /^(user lock|waiting for (?!query cache).*\b(lock|flush))$/i;

/**
 * A role without the privilege `PROCESS` sees the sessions of its own user alone, and
 * of none whether a transaction is open or whom it waits for.
 *
 * Sessions have no names: the plugin is the one whose database it is in. Where the user
 * that asks works in a database, others there are none of plugins.
 */
export async function readSessions(
  db: EngineDatabase,
  databases: readonly string[],
): Promise<Sessions> {
  return db.read(async query => {
    const sight = await readSight(query);
    const transactions = sight.seesAll ? await readTransactions(query) : [];
    const waits = sight.seesAll
      ? await readWaits(query, { sight, transactions, databases })
      : [];
    const linked = new Set(waits.flatMap(({ pid, blocker }) => [pid, blocker]));
    const rows = await readProcesses(query, sight, {
      databases,
      linked,
      open: new Set(transactions.map(({ pid }) => pid)),
    });
    const told = rows.slice(0, mostSessions);
    const around = {
      databases,
      prefix: databasePrefix(db.observation),
      transactions,
      waits,
      last: await readLastStatements(
        query,
        sight,
        told.filter(isIdle).map(({ pid }) => Number(pid)),
      ),
    };
    return {
      sessions: told
        .map(row => toSession(row, around))
        .sort(worstFirst(linked)),
      truncated: rows.length > mostSessions,
      partial: !sight.seesAll,
    };
  });
}

function toSession(
  row: ProcessRow,
  around: {
    databases: readonly string[];
    prefix: string;
    transactions: readonly Transaction[];
    waits: readonly Wait[];
    last: ReadonlyMap<number, string>;
  },
): Session {
  const { database, user, host, command, state } = row;
  const pid = Number(row.pid);
  const transaction = around.transactions.find(each => each.pid === pid);
  const isActive = !isIdle(row);
  const stateMs = Math.max(0, Number(row.stateMs));
  const blockers = around.waits
    .filter(wait => wait.pid === pid)
    .map(({ blocker }) => blocker);
  const blockedMs =
    transaction?.waitsMs ??
    (blockers.length > 0 || (isActive && lockState.test(state))
      ? stateMs
      : undefined);
  const waitsFor = isActive ? waitOf(state, transaction) : undefined;
  const isServers = serversOwn.includes(user);
  const isOthers = isServers || Number(row.isOthers) === 1;
  return {
    pid,
    own: around.databases.includes(database),
    database,
    pluginId: isOthers ? null : pluginOf(database, around.prefix),
    ...(isOthers && { stranger: true }),
    ...(isServers && { background: command }),
    application: '',
    user,
    client: clientOf(host),
    state: stateOf(isActive, transaction),
    stateMs,
    ...(transaction && { transactionMs: transaction.openMs }),
    ...(waitsFor !== undefined && { waitsFor }),
    blockedBy: [...new Set(blockers)].slice(0, mostSessions),
    ...(blockedMs !== undefined && { blockedMs }),
    statement: normaliseStatement(
      (isActive ? row.statement : around.last.get(pid)) ?? '',
      mysqlDialect.syntax,
    ),
  };
}

function isIdle({ command }: ProcessRow): boolean {
  return command === 'Sleep';
}

function stateOf(
  isActive: boolean,
  transaction: Transaction | undefined,
): Session['state'] {
  if (isActive) {
    return 'active';
  }
  return transaction ? 'idle-in-transaction' : 'idle';
}

/** Backstage wants no underscore in the id of a plugin. */
function pluginOf(database: string, prefix: string): string | null {
  const id = database.startsWith(prefix) && database.slice(prefix.length);
  return id && !id.includes('_') ? id : null;
}

/** While one waits for a lock of InnoDB, its state says what it will do with it. */
function waitOf(
  state: string,
  transaction: Transaction | undefined,
): string | undefined {
  if (typeof transaction?.waitsMs === 'number') {
    return 'InnoDB lock';
  }
  return /^user (lock|sleep)$/i.test(state)
    ? state
    : /^waiting for (.+)/i.exec(state)?.[1];
}

/** `10.0.0.7:51234`; a socket on the server itself has no port. */
function clientOf(host: string): string | null {
  const [, address] = /^(.+):\d+$/.exec(host) ?? [];
  return address ?? (/^(localhost)?$/i.test(host) ? null : host);
}

/** Those of a chain, then those that have been at it for longest. */
function worstFirst(linked: ReadonlySet<number>) {
  const lastingMs = ({ transactionMs, stateMs }: Session) =>
    transactionMs ?? stateMs;
  return (a: Session, b: Session) =>
    Number(linked.has(b.pid)) - Number(linked.has(a.pid)) ||
    lastingMs(b) - lastingMs(a) ||
    a.pid - b.pid;
}
