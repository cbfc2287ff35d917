import type { Client } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { eventually } from '../../../__testUtils__/eventually';
import { Gate } from '../../__testUtils__/gate';
import { MigratingProcess } from '../../__testUtils__/migratingProcess';
import { MigrationsFolder } from '../../__testUtils__/migrations';
import {
  asAnotherReplica,
  databaseMode,
  superuserSession,
} from '../../__testUtils__/postgresSubjects';
import { type Subject, readFact } from '../../__testUtils__/subject';

describe.each([14, 18] as const)(
  'What PostgreSQL %i says of a statement that it measures',
  major => {
    let server: PostgresServer;
    let subject: Subject;
    let folder: MigrationsFolder;
    let session: Client;
    let created = 0;

    beforeAll(async () => {
      server = await startPostgres({ major, settings: { autovacuum: 'off' } });
    });
    beforeEach(async () => {
      created += 1;
      subject = await databaseMode(server).create(`plugin${created}`);
      session = await superuserSession(server, subject.identity.name);
      folder = new MigrationsFolder().add('1_first.js');
      await subject.client.migrate.latest({ directory: folder.directory });
      await session.query(`
        create table big as select n, repeat('x', 1000) from generate_series(1, 1000) n;
        analyze big`);
    });
    afterEach(async () => {
      await session?.end();
      folder?.dispose();
      await subject?.dispose();
    });
    afterAll(() => server?.dispose());

    async function activity() {
      const [ledger] = await readFact(subject, 'ledgers');
      return ledger.activity;
    }

    const heldByHand = () =>
      subject.client('knex_migrations_lock').update({ is_locked: 1 });

    it('tells that an index build of a migration waits for somebody', async () => {
      folder.addStatement(
        '2_second.js',
        'create index concurrently on big (n)',
        { transaction: false },
      );
      await session.query('begin');
      await session.query('insert into big values (0)');
      const run = new MigratingProcess({
        ...asAnotherReplica(server, subject),
        migrations: { directory: folder.directory },
      });
      const seen = await eventually(async () => {
        const told = await activity();
        expect(told?.active[0]).toMatchObject({
          waitsFor: 'Lock',
          progress: { total: expect.any(Number) },
        });
        expect(told?.active[0].progress?.total).toBeGreaterThan(0);
        return told;
      });
      expect(seen).toEqual({
        holders: [],
        active: [
          {
            pid: expect.any(Number),
            since: expect.any(Number),
            waitsFor: 'Lock',
            progress: {
              command: 'CREATE INDEX CONCURRENTLY',
              phase: 'waiting for writers before build',
              done: 0,
              total: 1,
              unit: 'sessions',
            },
          },
        ],
        partial: false,
      });
      await session.query('commit');
      expect(await run.ended()).toBe(0);
    });

    /** What is told while a statement waits at the gate. */
    async function progressOf(statement: string) {
      await heldByHand();
      const gate = await Gate.close(server, subject.identity.name);
      const running = session.query(statement);
      await gate.reached();
      const seen = await activity();
      await gate.open();
      await running;
      await gate.dispose();
      expect(seen?.active).toHaveLength(1);
      return seen?.active[0].progress;
    }

    /** Functions that hold back whatever calls them, past the first tuples. */
    async function createGatedFunctions() {
      await session.query(`
        create function gated(n int) returns int immutable language plpgsql as
          $$ begin if n > 500 then perform ${Gate.sql}; end if; return n; end $$;
        create function gated_order(a int, b int) returns int immutable language plpgsql as
          $$ begin perform ${Gate.sql}; return btint4cmp(a, b); end $$;
        create operator class gated_order for type int using btree as
          operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >,
          function 1 gated_order(int, int)`);
    }

    it('counts blocks while an index build scans', async () => {
      await createGatedFunctions();
      const progress = await progressOf('create index on big (gated(n))');
      expect(progress).toMatchObject({
        command: 'CREATE INDEX',
        phase: 'building index: scanning table',
        unit: 'blocks',
      });
      expect(progress?.done).toBeGreaterThan(10);
      expect(progress?.total).toBeGreaterThan(progress!.done);
    });

    it('counts tuples while an index build sorts', async () => {
      await createGatedFunctions();
      expect(
        await progressOf('create index on big (n gated_order)'),
      ).toMatchObject({
        command: 'CREATE INDEX',
        phase: 'building index: sorting live tuples',
        done: 0,
        total: 1000,
        unit: 'tuples',
      });
    });

    it('counts tuples while a rewrite sorts', async () => {
      await createGatedFunctions();
      await session.query(`
        create index gated_index on big (n gated_order);
        set enable_indexscan to off`);
      expect(await progressOf('cluster big using gated_index')).toEqual({
        command: 'CLUSTER',
        phase: 'sorting tuples',
        done: 0,
        total: 1000,
        unit: 'tuples',
      });
    });

    it('counts indexes while a rewrite builds them', async () => {
      await createGatedFunctions();
      await session.query(`
        create index on big (n);
        create index on big (gated(n))`);
      expect(await progressOf('vacuum full big')).toEqual({
        command: 'VACUUM FULL',
        phase: 'rebuilding index',
        done: 1,
        total: 0,
        unit: 'indexes',
      });
    });

    it('says nothing of a statement that it does not measure', async () => {
      expect(await progressOf(`select ${Gate.sql}`)).toBeUndefined();
    });
  },
);
