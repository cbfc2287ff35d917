import type {
  LedgerState,
  Remedy,
} from 'backstage-plugin-database-health-common';
import { type Look, Patient } from './__testUtils__/patient';
import { type OpenWard, wards } from './__testUtils__/wards';

const makes = (name: string) => `
  exports.up = knex => knex.schema.createTable('${name}', t => t.integer('a'));
  exports.down = knex => knex.schema.dropTable('${name}');`;

/** Migrations that each make a table. */
const version = (...names: string[]) =>
  Object.fromEntries(
    names.map(name => [name, makes(`made_by_${name.split('_')[0]}`)]),
  );

const first = "1_first's.js";
const second = '2_second.js';
const third = '3_third.js';
const present = version(first, second, third);

interface Sickness {
  name: string;
  how?: Look;
  infect(patient: Patient): Promise<unknown>;
  /** One finding after the other, each ended by its line. */
  course: {
    state: LedgerState;
    checkId: string;
    line: keyof Omit<Remedy, 'text'>;
    /** What the plugin does without the line; where it would mend, nothing. */
    start?: 'refused';
    /** The version in whose image a line for a shell is run. */
    image?: Record<string, string>;
  }[];
}

const fromOutside = { fromOutside: true };

const sicknesses: Sickness[] = [
  {
    name: 'the last row deleted',
    infect: patient =>
      patient.infect(`delete from TABLE where name = '${third}'`),
    course: [
      {
        state: 'pending',
        checkId: 'migrations-pending',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'all rows deleted',
    infect: patient => patient.infect('delete from TABLE'),
    course: [
      {
        state: 'pending',
        checkId: 'migrations-pending',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'a new file',
    how: fromOutside,
    infect: async patient =>
      patient.install({ ...present, ...version('4_new.js') }),
    course: [
      { state: 'pending', checkId: 'migrations-pending', line: 'shell' },
    ],
  },
  {
    name: 'a new file that is not to be applied here',
    how: { ...fromOutside, migrationsSkipped: true },
    infect: async patient =>
      patient.install({ ...present, ...version('4_new.js') }),
    course: [
      { state: 'skipped', checkId: 'migrations-pending', line: 'shell' },
    ],
  },
  {
    name: 'a row deleted in between',
    infect: patient =>
      patient.infect(`delete from TABLE where name = '${second}'`),
    course: [
      {
        state: 'out-of-order',
        checkId: 'migrations-out-of-order',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'the first and the last row deleted',
    infect: patient =>
      patient.infect(`delete from TABLE where name <> '${second}'`),
    course: [
      {
        state: 'out-of-order',
        checkId: 'migrations-out-of-order',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'a new file that comes late',
    how: fromOutside,
    infect: async patient =>
      patient.install({ ...present, ...version('2b_late.js', '4_new.js') }),
    course: [
      {
        state: 'out-of-order',
        checkId: 'migrations-out-of-order',
        line: 'shell',
      },
    ],
  },
  {
    name: 'rows too many',
    infect: patient =>
      patient.infect(
        `insert into TABLE (name, batch) values ('0.js', 1), ('9_it''s.js', 4)`,
      ),
    course: [
      {
        state: 'missing-files',
        checkId: 'migrations-missing',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'a newer version that was here',
    how: fromOutside,
    infect: async patient => {
      patient.install({ ...present, ...version('4_new.js', "5_it's.js") });
      await patient.startElsewhere();
      patient.install(present);
    },
    course: [
      {
        state: 'missing-files',
        checkId: 'migrations-missing',
        line: 'shell',
        start: 'refused',
        image: { ...present, ...version('4_new.js', "5_it's.js") },
      },
    ],
  },
  {
    name: 'another branch that was here',
    how: fromOutside,
    infect: async patient => {
      patient.install({ ...present, ...version('4_theirs.js') });
      await patient.startElsewhere();
      patient.install({ ...present, ...version('4_ours.js') });
    },
    course: [
      {
        state: 'diverged',
        checkId: 'migrations-diverged',
        line: 'shell',
        start: 'refused',
        image: { ...present, ...version('4_theirs.js') },
      },
      { state: 'pending', checkId: 'migrations-pending', line: 'shell' },
    ],
  },
  {
    name: 'rows of another branch, whose changes are gone',
    infect: patient =>
      patient.infect(
        `update TABLE set name = '3_theirs.js' where name = '${third}'`,
      ),
    course: [
      {
        state: 'diverged',
        checkId: 'migrations-diverged',
        line: 'sql',
        start: 'refused',
      },
      {
        state: 'pending',
        checkId: 'migrations-pending',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'a lock that is held',
    infect: patient => patient.infect('update TABLE_lock set is_locked = 1'),
    course: [
      {
        state: 'locked',
        checkId: 'migrations-locked',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'two free lock rows',
    infect: patient =>
      patient.infect('insert into TABLE_lock (is_locked) values (0)'),
    course: [
      {
        state: 'lock-malformed',
        checkId: 'migrations-lock-malformed',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'a taken and two free lock rows',
    infect: patient =>
      patient.infect('insert into TABLE_lock (is_locked) values (1), (0)'),
    course: [
      {
        state: 'lock-malformed',
        checkId: 'migrations-lock-malformed',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'two taken lock rows, of which one stays',
    infect: patient =>
      patient.infect(
        'insert into TABLE_lock (is_locked) values (1)\nupdate TABLE_lock set is_locked = 1',
      ),
    course: [
      {
        state: 'lock-malformed',
        checkId: 'migrations-lock-malformed',
        line: 'sql',
        start: 'refused',
      },
      {
        state: 'locked',
        checkId: 'migrations-locked',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'no lock row',
    infect: patient => patient.infect('delete from TABLE_lock'),
    course: [
      {
        state: 'lock-malformed',
        checkId: 'migrations-lock-malformed',
        line: 'sql',
      },
    ],
  },
];

const healthy = { state: 'up-to-date', findings: [] };

describe.each(wards)('On $name, the line that a finding offers ends', kind => {
  let ward: OpenWard;
  let patient: Patient;
  let admitted = 0;

  beforeAll(async () => {
    ward = await kind.open();
  });
  afterAll(() => ward?.close());
  beforeEach(async () => {
    admitted += 1;
    patient = await Patient.admit(ward, `a-plugin${admitted}`);
    patient.install(present);
    await patient.start();
    // Reads the folder, which this process reads once.
    await patient.look();
  });
  afterEach(() => patient?.discharge());

  it('nothing, where nothing is wrong', async () => {
    expect(await patient.look()).toMatchObject(healthy);
    expect(await patient.look(fromOutside)).toMatchObject(healthy);
    patient.install({});
    await patient.infect('delete from TABLE');
    expect(await patient.look(fromOutside)).toMatchObject({
      state: 'empty',
      findings: [],
    });
  });

  it('not a ledger that nobody owns, but its source does', async () => {
    expect(await patient.look({ ...fromOutside, ownerless: true })).toEqual({
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
    expect(await patient.look(fromOutside)).toMatchObject(healthy);
  });

  it.each(sicknesses)('$name', async ({ how, infect, course }) => {
    await infect(patient);
    const installed = patient.installed;
    for (const step of course) {
      const { state, checkId, line, start, image = installed } = step;
      const seen = await patient.look(how);
      expect(seen).toMatchObject({ state, findings: [{ checkId }] });
      expect(seen.findings).toHaveLength(1);
      expect(start && (await patient.startElsewhere())).toBe(start);
      if (line === 'sql') {
        await patient.runSql(seen.remedy.sql!);
      } else {
        patient.install(image);
        await patient.runShell(seen.remedy.shell!.full);
        patient.install(installed);
      }
    }
    expect(await patient.look(how)).toMatchObject(healthy);
    expect(await patient.startElsewhere()).toBe('started');
  });

  it('a run that failed, once its cause is mended', async () => {
    patient.install({
      ...present,
      '4_new.js': `
        exports.up = async knex => {
          await knex.schema.createTable('made_by_4', t => t.integer('a'));
          throw new Error('secret');
        };
        exports.down = async () => {};`,
    });
    const told = jest.spyOn(console, 'log').mockImplementation();
    await expect(patient.start()).rejects.toThrow('secret');
    told.mockRestore();
    const { state, findings, remedy } = await patient.look();
    expect({ state, findings }).toEqual({
      state: 'failed',
      findings: [
        {
          checkId: 'migrations-failed',
          severity: 'critical',
          message: expect.stringContaining('The migration "4_new.js" failed.'),
        },
      ],
    });
    expect(findings[0].message).not.toContain('secret');

    patient.install({ ...present, ...version('4_new.js') });
    const halfApplied = kind.engine === 'mysql';
    expect(remedy.text.includes('even one in a transaction')).toBe(halfApplied);
    if (halfApplied) {
      await patient.runSql('drop table made_by_4');
    }
    await patient.runShell(remedy.shell!.full);
    await patient.start();
    expect(await patient.look()).toMatchObject(healthy);
  });
});
