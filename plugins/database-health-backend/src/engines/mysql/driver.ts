import type { Socket } from 'node:net';
import { hostAndPort, textOf } from '../../pure/connection';
import type { Driver } from '../driver';

interface Pooled {
  readonly threadId: number | null;
  readonly _command: object | null;
}

/** `mysql2`. */
export const mysqlDriver: Driver = {
  isClient: name => name.includes('mysql'),
  commonKeys: ['ensureExists', 'prefix'],
  connectionKeys: [
    ...['bigNumberStrings', 'charset', 'charsetNumber', 'compress'],
    ...['connectAttributes', 'connectTimeout', 'database', 'dateStrings'],
    ...['debug', 'decimalNumbers', 'disableEval', 'enableCleartextPlugin'],
    ...['enableKeepAlive', 'flags', 'gracefulEnd', 'host', 'insecureAuth'],
    ...['jsonStrings', 'keepAliveInitialDelay', 'localAddress'],
    ...['maxPreparedStatements', 'multipleStatements', 'namedPlaceholders'],
    ...['nestTables', 'password', 'password1', 'password2', 'password3'],
    ...['passwordSha1', 'port', 'rowsAsArray', 'socketPath', 'ssl'],
    ...['stringifyObjects', 'supportBigNumbers', 'timezone', 'trace'],
    ...['typeCast', 'uri', 'user'],
  ],
  parse(text) {
    const url = new URL(text);
    return {
      host: url.hostname,
      port: url.port,
      database: decodeURIComponent(url.pathname.slice(1)),
    };
  },
  addressOf: ({ socketPath, host, port }) =>
    textOf(socketPath) ??
    hostAndPort(textOf(host) ?? 'localhost', textOf(port) ?? '3306'),
  runningOf: (({ _command: query, threadId }: Partial<Pooled> = {}) =>
    query
      ? { query, pid: threadId ?? undefined }
      : undefined) as Driver['runningOf'],
  socketOf: ({ stream }: { stream?: Partial<Socket> }) => stream,
};
