import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countRows, silentLosses } from '../../__testUtils__/losses';
import {
  fromOutside,
  ledgerCases,
  present,
  version,
} from './__testUtils__/cases';
import { SickDatabase } from './__testUtils__/sickDatabase';
import { type OpenSetup, engineSetups } from './__testUtils__/engineSetups';

const healthy = { state: 'up-to-date', findings: [] };

describe.each(engineSetups)(
  'On $name, the line that a finding offers ends',
  kind => {
    let setup: OpenSetup;
    let database: SickDatabase;
    let created = 0;

    beforeAll(async () => {
      setup = await kind.open();
    });
    afterAll(() => setup?.close());
    beforeEach(async () => {
      created += 1;
      database = await SickDatabase.create(setup, `a-plugin${created}`);
      database.install(present);
      await database.start();
      // Reads the folder, which this process reads once.
      await database.look();
    });
    afterEach(() => database?.dispose());

    it('nothing, where nothing is wrong', async () => {
      expect(await database.look()).toMatchObject(healthy);
      expect(await database.look(fromOutside)).toMatchObject(healthy);
      database.install({});
      await database.spoil('delete from TABLE');
      expect(await database.look(fromOutside)).toMatchObject({
        state: 'empty',
        findings: [],
      });
    });

    it('not a ledger that nobody owns, but its source does', async () => {
      expect(await database.look({ ...fromOutside, ownerless: true })).toEqual({
        state: 'source-unknown',
        findings: [
          {
            checkId: 'migrations-untracked',
            severity: 'info',
            message: expect.stringContaining('3 migrations are applied'),
          },
        ],
        remedy: { text: expect.stringContaining('addMigrationSources()') },
      });
      expect(await database.look(fromOutside)).toMatchObject(healthy);
    });

    it.each(ledgerCases)('$name', async ({ how, spoil, steps, unsafe }) => {
      await spoil(database);
      const installed = database.installed;
      for (const step of steps) {
        const { state, checkId, line, start, image = installed } = step;
        const seen = await database.look(how);
        expect(seen).toMatchObject({ state, findings: [{ checkId }] });
        expect(seen.findings).toHaveLength(1);
        expect(unsafe?.test(seen.remedy.shell?.full ?? '') ?? false).toBe(
          false,
        );
        expect(start && (await database.startElsewhere())).toBe(start);
        await database.fill();
        const before = await countRows(database.subject);
        if (line === 'sql') {
          await database.runSql(seen.remedy.sql!);
        } else {
          database.install(image);
          await database.runShell(seen.remedy.shell!.full);
          database.install(installed);
        }
        expect(
          silentLosses(
            { checkId, line, text: seen.remedy.text },
            before,
            await countRows(database.subject),
          ),
        ).toEqual([]);
      }
      expect(await database.look(how)).toMatchObject(healthy);
      expect(await database.startElsewhere()).toBe('started');
    });

    it('nothing for a shell, which takes one folder, where the files lie in two', async () => {
      const other = mkdtempSync(join(tmpdir(), 'more-migrations-'));
      const inBoth = { directory: [database.directory, other] };
      const put = (files: Readonly<Record<string, string>>) =>
        Object.entries(files).forEach(([name, content]) =>
          writeFileSync(join(other, name), content),
        );
      const told = jest.spyOn(console, 'log').mockImplementation();
      const start = () =>
        database.start(inBoth).then(
          () => 'started',
          (error: Error) => error.message,
        );
      const offered = async () => {
        const { findings, remedy } = await database.look();
        expect(findings).not.toEqual([]);
        expect(remedy.shell).toBeUndefined();
        return { checkId: findings[0].checkId, ...remedy };
      };

      put(version('4_other.js', '5_other.js'));
      expect(await start()).toBe('started');
      expect(await database.look()).toMatchObject(healthy);
      await database.fill();
      const before = await countRows(database.subject);

      // A file of the second folder is gone, and comes back.
      rmSync(join(other, '5_other.js'));
      expect(await start()).toMatch(/corrupt/);
      expect((await offered()).text).toMatch(/^Install the version .+ backup/);
      put(version('5_other.js'));
      expect(await start()).toBe('started');
      expect(await database.look()).toMatchObject(healthy);

      // One of the first folder is gone, whose line would not know the second.
      const { '3_third.js': _, ...rest } = present;
      database.install(rest);
      expect(await start()).toMatch(/corrupt/);
      expect(await offered()).toHaveProperty('sql');
      database.install(present);
      expect(await start()).toBe('started');

      // Rows of the second folder are gone, which no start may apply again.
      await database.spoil(
        `delete from TABLE where name in ('4_other.js', '5_other.js')`,
      );
      const { checkId, sql, text } = await offered();
      await database.runSql(sql!);
      expect(await start()).toBe('started');
      expect(await database.look()).toMatchObject(healthy);
      expect(
        silentLosses(
          { checkId, line: 'sql', text },
          before,
          await countRows(database.subject),
        ),
      ).toEqual([]);
      told.mockRestore();
      rmSync(other, { recursive: true });
    });

    it('a run that failed, once its cause is mended', async () => {
      database.install({
        ...present,
        '4_new.js': `
        exports.up = async knex => {
          await knex.schema.createTable('made_by_4', t => t.integer('a'));
          throw new Error('secret');
        };
        exports.down = async () => {};`,
      });
      const told = jest.spyOn(console, 'log').mockImplementation();
      await expect(database.start()).rejects.toThrow('secret');
      told.mockRestore();
      const { state, findings, remedy } = await database.look();
      expect({ state, findings }).toEqual({
        state: 'failed',
        findings: [
          {
            checkId: 'migrations-failed',
            severity: 'critical',
            message: expect.stringContaining(
              'The migration "4_new.js" failed.',
            ),
          },
        ],
      });
      expect(findings[0].message).not.toContain('secret');

      database.install({ ...present, ...version('4_new.js') });
      const halfApplied = kind.engine === 'mysql';
      expect(remedy.text.includes('even one in a transaction')).toBe(
        halfApplied,
      );
      if (halfApplied) {
        await database.runSql('drop table made_by_4');
      }
      await database.runShell(remedy.shell!.full);
      await database.start();
      expect(await database.look()).toMatchObject(healthy);
    });
  },
);
