import type { Session } from './types';

/**
 * The lines for MySQL and MariaDB that end the statement of a session (`cancel`), or
 * the session with its transaction (`terminate`). Plain `kill` would end whatever the
 * session does by then, or after a restart of the server another session with its
 * number: these do nothing, but where the session has done what it does for as long,
 * by the server's own clock.
 */
export function killLines(
  end: 'cancel' | 'terminate',
  session: Pick<Session, 'pid' | 'state' | 'stateMs' | 'transactionMs'>,
): string {
  return [
    `set @line = coalesce((select concat('kill ${
      end === 'cancel' ? 'query ' : ''
    }', ${
      end === 'terminate' && session.transactionMs !== undefined
        ? transaction(session.pid, session.transactionMs)
        : process(session)
    }), 'do 0');`,
    'prepare ending from @line;',
    'execute ending;',
  ].join('\n');
}

/** InnoDB tells times in the zone of the server. */
function transaction(pid: number, openMs: number): string {
  return `trx_mysql_thread_id) from information_schema.innodb_trx where trx_mysql_thread_id = ${pid} and trx_started <= convert_tz(now(), @@time_zone, 'SYSTEM') - interval ${secondsOf(
    openMs,
  )} second`;
}

function process({
  pid,
  state,
  stateMs,
}: Pick<Session, 'pid' | 'state' | 'stateMs'>): string {
  return `id) from information_schema.processlist where id = ${pid} and command ${
    state === 'active' ? '<>' : '='
  } 'Sleep' and time >= ${secondsOf(stateMs)}`;
}

function secondsOf(ms: number): number {
  return Math.floor(ms / 1_000);
}
