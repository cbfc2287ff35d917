import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { observedPlugin } from './observedPlugin';
import type { SubjectKind } from './subject';

/** The version that better-sqlite3 brings. */
const version = '3.54.1';

/** Plugin databases in memory. */
export function sqliteMemory(): SubjectKind {
  return {
    version,
    async create(pluginId) {
      const plugin = await observedPlugin(pluginId, {
        client: 'better-sqlite3',
        connection: ':memory:',
      });
      return {
        ...plugin,
        identity: {
          engine: 'sqlite',
          name: ':memory:',
          role: 'primary',
          inMemory: true,
        },
        /** What it would be as a file. */
        async sizeBytes() {
          const { client } = plugin.client;
          const connection = await client.acquireConnection();
          const { length } = connection.serialize();
          await client.releaseConnection(connection);
          return length;
        },
      };
    },
    async dispose() {},
  };
}

/** Plugin databases in files. */
export function sqliteFile(): SubjectKind {
  const directory = mkdtempSync(path.join(tmpdir(), 'sqlite-'));
  return {
    version,
    async create(pluginId) {
      const plugin = await observedPlugin(pluginId, {
        client: 'better-sqlite3',
        connection: { directory },
      });
      const name = `${pluginId}.sqlite`;
      return {
        ...plugin,
        identity: {
          engine: 'sqlite',
          name,
          role: 'primary',
          inMemory: false,
        },
        sizeBytes: async () => statSync(path.join(directory, name)).size,
      };
    },
    async dispose() {
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
