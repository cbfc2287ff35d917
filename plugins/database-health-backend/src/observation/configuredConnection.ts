import type { Engine } from 'backstage-plugin-database-health-common';
import { parse } from 'pg-connection-string';

/**
 * `connection` of `backend.database` by key, whatever was configured.
 *
 * @internal
 */
export type Connection = Readonly<Record<string, unknown>>;

const parsers: Record<Engine, (text: string) => Connection> = {
  postgres: text => ({ ...parse(text) }),
  mysql: parseMysql,
  sqlite: filename => ({ filename }),
};

/**
 * A connection that is configured as an object or as a string, as an object.
 * What is neither, or cannot be read, says nothing.
 *
 * @internal
 */
export function connectionOf(engine: Engine, connection: unknown): Connection {
  if (typeof connection === 'string') {
    // Parameters may name files, which may not be there.
    const [withoutParameters] = connection.split('?');
    return (
      parsed(engine, connection) ?? parsed(engine, withoutParameters) ?? {}
    );
  }
  return typeof connection === 'object' && connection !== null
    ? { ...connection }
    : {};
}

function parsed(engine: Engine, text: string): Connection | undefined {
  try {
    return parsers[engine](text);
  } catch {
    return undefined;
  }
}

/**
 * Text that is not empty. Numbers are text too.
 *
 * @internal
 */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'number' || (typeof value === 'string' && value)
    ? String(value)
    : undefined;
}

function parseMysql(text: string): Connection {
  const url = new URL(text);
  return {
    host: url.hostname,
    port: url.port,
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}
