import { readFact } from '../subject';
import type { Conformance } from './types';

const migrationSource = {
  getMigrations: async () => [],
  getMigrationName: (name: string) => name,
  getMigration: async () => ({ up: async () => {}, down: async () => {} }),
};

/** What else lies on the server. */
export const neighboursCases: Conformance = {
  fact: 'neighbours',
  engines: ['postgres', 'mysql'],
  cases(on) {
    it('are those of a server, itself among them', async () => {
      // In schema mode a schema is known by its ledger.
      await on.subject.client.migrate.latest({ migrationSource });
      const { engine, schema, name } = on.subject.identity;
      const own = expect.arrayContaining([
        expect.objectContaining({
          name: schema ?? name,
          pluginId: on.subject.observation.pluginId,
        }),
      ]);
      expect(await readFact(on.subject, 'neighbours')).toEqual({
        engine,
        databases: schema ? [] : own,
        schemas: schema ? own : [],
      });
    });
  },
};
