import { MigrationsFolder } from '../migrations';
import { readFact, unseen } from '../subject';
import type { Conformance } from './types';

/** Its migrations tables. */
export const ledgersCases: Conformance = {
  fact: 'ledgers',
  engines: ['postgres', 'mysql', 'sqlite'],
  cases(on) {
    const first = '20240101_first.js';
    const second = '20240202_second.js';
    let folder: MigrationsFolder;

    beforeEach(() => {
      folder = new MigrationsFolder().add(first, second);
    });
    afterEach(() => folder.dispose());

    const migrate = (tableName = 'knex_migrations') =>
      on.subject.client.migrate.latest({
        directory: folder.directory,
        tableName,
      });

    async function readLedger() {
      const [ledger, ...others] = await readFact(on.subject, 'ledgers');
      expect(others).toEqual([]);
      return ledger;
    }

    it('are none of an empty database', async () => {
      expect(await readFact(on.subject, 'ledgers')).toEqual([]);
    });

    it('reads rows, files and lock of a ledger', async () => {
      const { timePrecisionMs = 1 } = on.kind;
      const before = Math.floor(Date.now() / timePrecisionMs) * timePrecisionMs;
      await migrate();
      const ledger = await readLedger();
      expect(ledger).toMatchObject({
        table: 'knex_migrations',
        schema: on.subject.identity.schema,
        source: { directory: folder.directory },
        files: [first, second],
        applied: [
          { name: first, batch: 1 },
          { name: second, batch: 1 },
        ],
        lockRows: [{ index: 1, isLocked: false }],
        validationDisabled: false,
        lastRun: { outcome: 'succeeded' },
      });
      expect(ledger).not.toHaveProperty('unreadable');
      const appliedAt = ledger.applied[0].appliedAt!;
      expect(appliedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(Date.parse(appliedAt)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(appliedAt)).toBeLessThanOrEqual(Date.now());
    });

    it('tells several ledgers apart', async () => {
      const other = new MigrationsFolder().add('1_a.js', '2_b.js', '3_c.js');
      await migrate();
      await on.subject.client.migrate.up({
        directory: other.directory,
        tableName: 'other__knex_migrations',
        disableMigrationsListValidation: true,
      });
      expect(await readFact(on.subject, 'ledgers')).toMatchObject([
        {
          table: 'knex_migrations',
          files: [first, second],
          applied: [{ name: first }, { name: second }],
        },
        {
          table: 'other__knex_migrations',
          files: ['1_a.js', '2_b.js', '3_c.js'],
          applied: [{ name: '1_a.js', batch: 1 }],
          validationDisabled: true,
        },
      ]);
      other.dispose();
    });

    it('reads rows in the order in which they were applied', async () => {
      await migrate();
      await on.subject.client('knex_migrations').where({ name: first }).del();
      await on.subject.client('knex_migrations').insert([
        { name: '20990101_future.js', batch: 7, migration_time: null },
        { name: first, batch: 8, migration_time: new Date(86_400_000) },
      ]);
      expect((await readLedger()).applied).toEqual([
        { name: second, batch: 1, appliedAt: expect.any(String) },
        { name: '20990101_future.js', batch: 7, appliedAt: null },
        { name: first, batch: 8, appliedAt: '1970-01-02T00:00:00.000Z' },
      ]);
    });

    it('takes the time of a row that was mended by hand for UTC', async () => {
      await migrate();
      const { client } = on.subject;
      await client('knex_migrations').update({
        migration_time: client.fn.now(),
      });
      const { appliedAt } = (await readLedger()).applied[0];
      expect(Math.abs(Date.now() - Date.parse(appliedAt!))).toBeLessThan(
        60_000,
      );
    });

    it('sees a lock that is held, let go, doubled and gone', async () => {
      await migrate();
      const lock = () => on.subject.client('knex_migrations_lock');
      const readLock = async () => (await readLedger()).lockRows;

      await lock().update({ is_locked: 1 });
      expect(await readLock()).toEqual([{ index: 1, isLocked: true }]);

      await lock().update({ is_locked: 0 });
      expect(await readLock()).toEqual([{ index: 1, isLocked: false }]);

      await lock().insert({ is_locked: 0 });
      expect(await readLock()).toEqual([
        { index: 1, isLocked: false },
        { index: 2, isLocked: false },
      ]);

      // Knex takes the lock where it is 0, so this one can never be taken.
      await lock().update({ is_locked: null });
      expect(await readLock()).toMatchObject([
        { isLocked: true },
        { isLocked: true },
      ]);

      await lock().del();
      expect(await readLock()).toEqual([]);

      await on.subject.client.schema.dropTable('knex_migrations_lock');
      expect(await readLedger()).toMatchObject({
        applied: [{ name: first }, { name: second }],
        lockRows: null,
      });
    });

    it('reads a ledger whose table is gone as one without rows', async () => {
      await migrate();
      await on.subject.client.schema.dropTable('knex_migrations');
      const gone = { files: [first, second], applied: [] };
      expect(await readLedger()).toMatchObject({
        ...gone,
        lockRows: [{ index: 1, isLocked: false }],
      });
      await on.subject.client.schema.dropTable('knex_migrations_lock');
      const ledger = await readLedger();
      expect(ledger).toMatchObject({ ...gone, lockRows: null });
      expect(ledger).not.toHaveProperty('unreadable');
    });

    it('says which ledger alone cannot be read', async () => {
      await migrate('broken');
      await migrate('whole');
      await on.subject.client.schema.alterTable('broken', table =>
        table.renameColumn('batch', 'something_else'),
      );
      expect(await readFact(on.subject, 'ledgers')).toMatchObject([
        {
          table: 'broken',
          files: [first, second],
          applied: [],
          lockRows: null,
          unreadable: { kind: 'other', sentence: expect.any(String) },
        },
        { table: 'whole', applied: [{ name: first }, { name: second }] },
      ]);
    });

    it('reads a ledger whose name must be quoted', async () => {
      const name = `Strange "name"; of 'it'`;
      await migrate(name);
      expect(await readLedger()).toMatchObject({
        table: name,
        applied: [{ name: first }, { name: second }],
        lockRows: [{ index: 1, isLocked: false }],
      });
    });

    it('does not know the files while their source fails', async () => {
      let fails = false;
      await on.subject.client.migrate.latest({
        migrationSource: {
          async getMigrations() {
            if (fails) {
              throw new Error('The source is out of order');
            }
            return ['in_code'];
          },
          getMigrationName: (name: string) => name,
          getMigration: async () => ({
            up: async () => {},
            down: async () => {},
          }),
        },
      });
      fails = true;
      expect(await readLedger()).toMatchObject({
        files: null,
        applied: [{ name: 'in_code' }],
      });
      fails = false;
      expect(await readLedger()).toMatchObject({
        files: ['in_code'],
        applied: [{ name: 'in_code' }],
      });
    });

    it('reads a ledger that no run has ever completed', async () => {
      const { client } = on.subject;
      await client.schema.createTable('knex_migrations', table =>
        table.string('unlike a ledger'),
      );
      await expect(migrate()).rejects.toThrow();
      expect(await readLedger()).toMatchObject({
        files: [first, second],
        lastRun: { outcome: 'failed' },
        unreadable: { kind: 'other' },
      });
    });

    it('finds the ledgers that nobody ran in this process, after those that somebody did', async () => {
      await migrate('Strange "name"; of \'it\'');
      await migrate('a');
      await migrate('UPPER CASE');
      await migrate('run_here');
      const found = {
        source: null,
        files: null,
        validationDisabled: false,
        schema: on.subject.identity.schema,
        applied: [{ name: first }, { name: second }],
        lockRows: [{ index: 1, isLocked: false }],
      };
      on.subject = unseen(on.subject);
      await migrate('run_here');
      const ledgers = await readFact(on.subject, 'ledgers');
      expect(ledgers).toMatchObject([
        { table: 'run_here', source: { directory: folder.directory } },
        { table: 'a', ...found },
        { table: 'Strange "name"; of \'it\'', ...found },
        { table: 'UPPER CASE', ...found },
      ]);
      for (const ledger of ledgers) {
        expect(ledger).not.toHaveProperty('unreadable');
      }
    });

    it('finds ledgers beside one whose tables are gone', async () => {
      await migrate('found');
      on.subject = unseen(on.subject);
      await migrate('gone');
      await on.subject.client.schema.dropTable('gone').dropTable('gone_lock');
      expect(await readFact(on.subject, 'ledgers')).toMatchObject([
        { table: 'gone', applied: [], lockRows: null },
        { table: 'found', applied: [{ name: first }, { name: second }] },
      ]);
    });

    it('takes for a ledger only what has its shape', async () => {
      const { client } = on.subject;
      const table = (name: string, ...columns: string[]) =>
        client.schema.createTable(name, t =>
          columns.forEach(each => {
            if (each === 'name') {
              t.string(each);
            } else if (each === 'migration_time') {
              t.timestamp(each);
            } else {
              t.integer(each);
            }
          }),
        );
      const ledger = ['id', 'name', 'batch', 'migration_time'];
      const lock = ['index', 'is_locked'];

      await table('without_lock', ...ledger);
      await table('with_other_lock', ...ledger);
      await table('with_other_lock_lock', 'index', 'locked');
      await table('with_another_column', 'id', 'name', 'batch', 'migrated_at');
      await table('with_another_column_lock', ...lock);
      await table('with_longer_lock', ...ledger);
      await table('with_longer_lock_locked', ...lock);
      await table('only_lock_lock', ...lock);
      await client.schema.createView('view', view => {
        view.columns(ledger);
        view.as(client('without_lock').select(ledger));
      });
      await table('view_lock', ...lock);
      await table('with_view', ...ledger);
      await client.schema.createView('with_view_lock', view => {
        view.columns(lock);
        view.as(client('view_lock').select(lock));
      });
      expect(await readFact(on.subject, 'ledgers')).toEqual([]);

      await table('without_lock_lock', ...lock, 'more');
      expect(await readLedger()).toMatchObject({
        table: 'without_lock',
        applied: [],
        lockRows: [],
      });
    });

    it('fetches no ledger that is too large to be one', async () => {
      await migrate();
      const { client } = on.subject;
      const rows = Array.from({ length: 9_998 }, (_, i) => ({
        name: `row${i}`,
        batch: 2,
        migration_time: new Date(),
      }));
      await client.batchInsert('knex_migrations', rows, 200);
      expect((await readLedger()).applied).toHaveLength(10_000);

      const tooLarge = {
        applied: [],
        lockRows: null,
        unreadable: {
          kind: 'other',
          sentence: 'It is too large to be a ledger.',
        },
      };
      await client('knex_migrations').insert(rows[0]);
      expect(await readLedger()).toMatchObject(tooLarge);
      await client('knex_migrations').where({ batch: 2 }).delete();
      expect((await readLedger()).applied).toHaveLength(2);

      await client.batchInsert(
        'knex_migrations_lock',
        Array.from({ length: 10_000 }, () => ({ is_locked: 0 })),
        400,
      );
      expect(await readLedger()).toMatchObject(tooLarge);
      await client('knex_migrations_lock').delete();

      await client.schema.alterTable('knex_migrations', table => {
        table.text('name').alter();
      });
      await client('knex_migrations')
        .where({ name: first })
        .update({ name: 'x'.repeat(1_020) });
      expect((await readLedger()).applied[0].name).toHaveLength(1_020);
      await client('knex_migrations')
        .where({ name: second })
        .update({ name: 'x'.repeat(1_021) });
      expect(await readLedger()).toMatchObject(tooLarge);
    });

    it('counts the rows of all ledgers and their locks together', async () => {
      const { client } = on.subject;
      for (const name of ['ledger0', 'ledger1', 'ledger2']) {
        await migrate(name);
        await client.batchInsert(
          `${name}_lock`,
          Array.from({ length: 8_000 }, () => ({ is_locked: 0 })),
          400,
        );
      }
      const ledgers = await readFact(unseen(on.subject), 'ledgers');
      expect(
        ledgers.map(({ table, lockRows }) => [table, lockRows?.length]),
      ).toEqual([
        ['ledger0', 8_001],
        ['ledger1', 8_001],
        ['ledger2', undefined],
      ]);
      expect(ledgers[2]).toMatchObject({
        unreadable: { sentence: 'It is too large to be a ledger.' },
      });
    });

    it('reads a folder once per process', async () => {
      await migrate();
      const files = [first, second];
      expect(await readLedger()).toMatchObject({ files });
      folder.add('20240303_third.js');
      expect(await readLedger()).toMatchObject({ files });
    });

    it.each([1, 4])(
      'issues at most two statements per ledger for %i of them',
      async count => {
        for (let i = 0; i < count; i += 1) {
          await migrate(`ledger${i}`);
        }
        on.subject = unseen(on.subject);
        await migrate('ledger0');
        let statements = 0;
        const ledgers = await readFact(on.subject, 'ledgers', database => ({
          ...database,
          read: work =>
            database.read(query =>
              work((sql, parameters) => {
                statements += 1;
                return query(sql, parameters);
              }),
            ),
        }));
        expect(ledgers).toHaveLength(count);
        expect(statements).toBeLessThanOrEqual(2 * count);
      },
    );
  },
};
