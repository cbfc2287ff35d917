import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { isLedger, type Place, type ServerTruth } from './truth';

/** The truth about the files of a folder, or about the memory of the plugins. */
export function sqliteTruth(directory?: string): ServerTruth {
  return {
    names: async places =>
      directory
        ? readdirSync(directory).filter(name => name.endsWith('.sqlite'))
        : [...new Set(places.map(({ name }) => name))],
    async sizeBytes({ name }: Place, knex?: Knex) {
      if (directory) {
        return statSync(join(directory, name)).size;
      }
      const connection = await knex!.client.acquireConnection();
      const { length } = connection.serialize();
      await knex!.client.releaseConnection(connection);
      return length;
    },
    async ledgers(_: Place, knex?: Knex) {
      const client = knex!;
      const tables: string[] = await client('sqlite_master')
        .where({ type: 'table' })
        .pluck('name');
      const counted = tables.filter(isLedger).map(async table => {
        const [{ count }] = await client(table).count({ count: '*' });
        return [table, Number(count)];
      });
      return Object.fromEntries(await Promise.all(counted));
    },
    connections: async () => undefined,
    denied: async () => [],
  };
}
