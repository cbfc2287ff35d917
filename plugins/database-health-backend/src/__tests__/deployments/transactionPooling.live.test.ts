import createKnex from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import {
  type Pgbouncer,
  pgbouncerAvailable,
  startPgbouncer,
} from '../../__testUtils__/pgbouncer';
import { type Portal, startPortal } from '../../__testUtils__/portal';

(pgbouncerAvailable ? describe : describe.skip)(
  'Schema mode behind a pooler in transaction mode',
  () => {
    let server: PostgresServer;
    let pgbouncer: Pgbouncer;
    let portal: Portal | undefined;

    beforeAll(async () => {
      server = await startPostgres();
      const admin = createKnex({
        client: 'pg',
        connection: server.connection(),
      });
      await admin.raw('create database portal');
      await admin.destroy();
      pgbouncer = await startPgbouncer(server, 'transaction');
    });
    afterAll(async () => {
      await portal?.stop();
      await pgbouncer?.dispose();
      await server?.dispose();
    });

    it('is told of each plugin whose sessions work elsewhere, and nothing of its ledgers', async () => {
      const connection = {
        ...server.connection('portal'),
        port: pgbouncer.port,
      };
      const pooled: Portal = await startPortal({
        database: { client: 'pg', pluginDivisionMode: 'schema', connection },
        backend: {
          startup: {
            plugins: { inventory: { onPluginBootFailure: 'continue' } },
          },
        },
      });
      portal = pooled;
      // Whoever uses the connections of the pooler next finds what this one set.
      const stranger = createKnex({
        client: 'pg',
        connection,
        pool: { min: 0, max: 1 },
      });
      try {
        await pooled.eventually(async () => {
          await stranger.raw('set search_path to public');
          await pooled.post('/refresh');
          const { findings } = await pooled.overview();
          const lost = findings.filter(
            ({ checkId }) => checkId === 'search-path',
          );
          expect(lost.map(({ databaseId }) => databaseId)).toContain(
            'inventory',
          );
          for (const { databaseId, message, severity } of lost) {
            expect(severity).toBe('critical');
            expect(message).toContain('a connection pooler in between');
            const others = findings.filter(
              each =>
                each.databaseId === databaseId &&
                each.checkId.startsWith('migrations-'),
            );
            expect(others).toEqual([]);
          }
        }, 90_000);
      } finally {
        await stranger.destroy();
      }
    });
  },
);
