import type { Finding, Ledger } from 'backstage-plugin-database-health-common';
import type { Look, SickDatabase } from './sickDatabase';

const makes = (name: string) => `
  exports.up = knex => knex.schema.createTable('${name}', t => t.integer('a'));
  exports.down = knex => knex.schema.dropTable('${name}');`;

/** Migrations that each make a table. */
export const version = (...names: string[]) =>
  Object.fromEntries(
    names.map(name => [name, makes(`made_by_${name.split('_')[0]}`)]),
  );

/** The same migrations in files of another name. */
const renamed = (...names: string[]) =>
  Object.fromEntries(
    Object.entries(version(...names)).map(([name, content]) => [
      name.replace('first', 'First').replace(/js$/, 'cjs'),
      content,
    ]),
  );

const first = "1_first's.js";
const second = '2_second.js';
const third = '3_third.js';
export const present = version(first, second, third);

/** A ledger that is sick, and how its findings end. */
export interface LedgerCase {
  name: string;
  how?: Look;
  spoil(database: SickDatabase): Promise<unknown>;
  /** What no line for a shell may have in it. */
  unsafe?: RegExp;
  /** One finding after the other, each ended by its line. */
  steps: {
    state: Ledger['state'];
    checkId: string;
    line: keyof Omit<Finding['remedy'], 'text'>;
    /** What the plugin does without the line; where it would mend, nothing. */
    start?: 'refused';
    /** The version in whose image a line for a shell is run. */
    image?: Record<string, string>;
  }[];
}

export const fromOutside = { fromOutside: true };

/** Every way to be sick that a line ends. */
export const ledgerCases: readonly LedgerCase[] = [
  {
    name: 'the last row deleted',
    spoil: database =>
      database.spoil(`delete from TABLE where name = '${third}'`),
    steps: [
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
    spoil: database => database.spoil('delete from TABLE'),
    steps: [
      {
        state: 'pending',
        checkId: 'migrations-pending',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'the table of the ledger dropped',
    spoil: database => database.spoil('drop table TABLE'),
    steps: [
      {
        state: 'pending',
        checkId: 'migrations-pending',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'both tables of the ledger dropped',
    spoil: database =>
      database.spoil('drop table TABLE\ndrop table TABLE_lock'),
    steps: [
      {
        state: 'pending',
        checkId: 'migrations-pending',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'an empty database',
    spoil: database =>
      database.spoil(
        [
          'TABLE',
          'TABLE_lock',
          'IN_SCHEMAmade_by_1',
          'IN_SCHEMAmade_by_2',
          'IN_SCHEMAmade_by_3',
        ]
          .map(table => `drop table ${table}`)
          .join('\n'),
      ),
    steps: [{ state: 'pending', checkId: 'migrations-pending', line: 'shell' }],
  },
  {
    name: 'a new file',
    how: fromOutside,
    spoil: async database =>
      database.install({ ...present, ...version('4_new.js') }),
    steps: [{ state: 'pending', checkId: 'migrations-pending', line: 'shell' }],
  },
  {
    name: 'a new file that is not to be applied here',
    how: { ...fromOutside, migrationsSkipped: true },
    spoil: async database =>
      database.install({ ...present, ...version('4_new.js') }),
    steps: [{ state: 'skipped', checkId: 'migrations-pending', line: 'shell' }],
  },
  {
    name: 'a row deleted in between',
    spoil: database =>
      database.spoil(`delete from TABLE where name = '${second}'`),
    steps: [
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
    spoil: database =>
      database.spoil(`delete from TABLE where name <> '${second}'`),
    steps: [
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
    spoil: async database =>
      database.install({ ...present, ...version('2b_late.js', '4_new.js') }),
    steps: [
      {
        state: 'out-of-order',
        checkId: 'migrations-out-of-order',
        line: 'shell',
      },
    ],
  },
  {
    name: 'rows too many',
    spoil: database =>
      database.spoil(
        `insert into TABLE (name, batch) values ('0.js', 1), ('9_it''s.js', 4)`,
      ),
    steps: [
      {
        state: 'missing-files',
        checkId: 'migrations-missing',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'a row named like an option of a shell line',
    unsafe: /evil/,
    spoil: database =>
      database.spoil(
        `insert into TABLE (name, batch) values ('--knexfile=/tmp/evil.js', 4)`,
      ),
    steps: [
      {
        state: 'missing-files',
        checkId: 'migrations-missing',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'a row that stands there twice',
    spoil: database =>
      database.spoil(
        `insert into TABLE (name, batch) values ('${third}', 2)`.replace(
          "'s",
          "''s",
        ),
      ),
    steps: [],
  },
  {
    name: 'a newer version that was here',
    how: fromOutside,
    spoil: async database => {
      database.install({ ...present, ...version('4_new.js', "5_it's.js") });
      await database.startElsewhere();
      database.install(present);
    },
    steps: [
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
    spoil: async database => {
      database.install({ ...present, ...version('4_theirs.js') });
      await database.startElsewhere();
      database.install({ ...present, ...version('4_ours.js') });
    },
    steps: [
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
    spoil: database =>
      database.spoil(
        `update TABLE set name = '3_theirs.js' where name = '${third}'`,
      ),
    steps: [
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
    name: 'files that were renamed by a build',
    how: fromOutside,
    spoil: async database => database.install(renamed(first, second, third)),
    steps: [
      {
        state: 'diverged',
        checkId: 'migrations-diverged',
        line: 'sql',
        start: 'refused',
      },
    ],
  },
  {
    name: 'files that were renamed, and a new one',
    how: fromOutside,
    spoil: async database =>
      database.install({
        ...renamed(first, second, third),
        ...version('4_new.js'),
      }),
    steps: [
      {
        state: 'diverged',
        checkId: 'migrations-diverged',
        line: 'sql',
        start: 'refused',
      },
      { state: 'pending', checkId: 'migrations-pending', line: 'shell' },
    ],
  },
  {
    name: 'a lock that is held',
    spoil: database => database.spoil('update TABLE_lock set is_locked = 1'),
    steps: [
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
    spoil: database =>
      database.spoil('insert into TABLE_lock (is_locked) values (0)'),
    steps: [
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
    spoil: database =>
      database.spoil('insert into TABLE_lock (is_locked) values (1), (0)'),
    steps: [
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
    spoil: database =>
      database.spoil(
        'insert into TABLE_lock (is_locked) values (1)\nupdate TABLE_lock set is_locked = 1',
      ),
    steps: [
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
    spoil: database => database.spoil('delete from TABLE_lock'),
    steps: [
      {
        state: 'lock-malformed',
        checkId: 'migrations-lock-malformed',
        line: 'sql',
      },
    ],
  },
];
