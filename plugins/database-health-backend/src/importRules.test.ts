import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const root = resolve(__dirname, '../../..');
const our = 'backstage-plugin-database-health';
const common = 'plugins/database-health-common';
const node = 'plugins/database-health-node';
const backend = 'plugins/database-health-backend';
const notifications = 'plugins/database-health-backend-module-notifications';
const page = 'plugins/database-health';

const use = (from: string) => `import { a } from '${from}';\n\na();\n`;
const know = (from: string) =>
  `import type { A } from '${from}';\n\nexport type B = A;\n`;

/** A package, a file in its src that need not exist, and what it would hold. */
type Case = readonly [packagePath: string, file: string, code: string];

const inBackend = ([file, code]: readonly [string, string]): Case => [
  backend,
  file,
  code,
];

const forbiddenPackages = [
  [common, `${our}-node`],
  [common, `${our}-backend`],
  [common, our],
  [common, `${our}/alpha`],
  [common, 'node:fs'],
  [common, 'crypto'],
  [node, `${our}-backend`],
  [node, our],
  [node, `${our}/alpha`],
  [notifications, `${our}-backend`],
  [notifications, our],
  [backend, our],
  [backend, `${our}/alpha`],
  [page, `${our}-node`],
  [page, `${our}-backend`],
  [page, 'node:fs'],
  ['packages/app', `${our}-backend`],
  ['packages/app', `${our}-node`],
  ['packages/app', `${our}-common`],
  ['packages/backend', our],
  ['packages/backend', `${our}/alpha`],
  ['packages/backend', `${our}-node`],
  ['packages/postgres-server', `${our}-common`],
  ['packages/postgres-server', `${our}-node`],
  ['packages/postgres-server', `${our}-backend`],
  ['packages/postgres-server', our],
  ['packages/mariadb-server', `${our}-common`],
  ['packages/mariadb-server', `${our}-node`],
  ['packages/mariadb-server', `${our}-backend`],
  ['packages/mariadb-server', our],
].flatMap(([packagePath, name]): Case[] => [
  [packagePath, 'some.ts', use(name)],
  [packagePath, 'some.ts', know(name)],
]);

const allowedPackages = [
  [node, `${our}-common`],
  [backend, `${our}-node`],
  [backend, `${our}-common`],
  [notifications, `${our}-node`],
  [notifications, `${our}-common`],
  [page, `${our}-common`],
  ['packages/app', our],
  ['packages/backend', `${our}-backend`],
  ['packages/backend', `${our}-common`],
].map(([packagePath, name]): Case => [packagePath, 'some.ts', use(name)]);

const forbiddenFolders = (
  [
    ['checks/some.ts', use('knex')],
    ['checks/some.ts', know('knex')],
    ['checks/some.ts', use('pg')],
    ['checks/some.ts', use('node:fs')],
    ['checks/some.ts', use('fs')],
    ['checks/some.ts', use('@backstage/config')],
    ['checks/some.ts', use('@backstage/backend-plugin-api')],
    ['checks/some.ts', use('../config')],
    ['checks/some.ts', know('../config')],
    ['checks/some.ts', use('../engines')],
    ['checks/some.ts', know('../engines')],
    ['checks/ledgers/some.ts', use('../../engines')],
    ['checks/some.ts', use('../engines/drivers')],
    ['checks/some.ts', use('../engines/postgres/dialect')],
    ['checks/some.ts', `export * from 'pg';\n`],
    ['checks/some.ts', `export { a } from 'pg';\n`],
    ['checks/some.ts', `export const a = import('pg');\n`],
    ['checks/some.ts', `export const a = require('pg');\n`],
    ['checks/some.ts', `import a = require('pg');\n\na();\n`],
    ['checks/some.ts', 'export const a = Date.now();\n'],
    ['checks/some.ts', 'export const a = new Date();\n'],
    ['checks/some.ts', 'export const a = Date();\n'],
    ['checks/some.ts', 'export const a = performance.now();\n'],
    ['checks/some.ts', 'export const a = process.env.A;\n'],
    ['checks/some.ts', 'setTimeout(() => {}, 1);\n'],
    ['checks/some.ts', `console.log('a');\n`],
    ['checks/some.ts', `export const a = fetch('/');\n`],
    ['checks/some.ts', 'export const a = globalThis.process;\n'],

    ['engines/some.ts', use('../checks')],
    ['engines/some.ts', know('../checks')],
    ['engines/postgres/some.ts', use('../../checks')],
    ['engines/postgres/some.ts', know('../../config')],
    ['engines/some.ts', know('../picture/picture')],
    ['engines/some.ts', `export const a = import('../checks');\n`],
    ['engines/some.ts', `export * from '../checks';\n`],

    ['engines/dialects.ts', use('./engines')],
    ['engines/dialects.ts', use('../observation')],
    ['engines/postgres/dialect.ts', use('./session/openDatabase')],
    ['engines/postgres/dialect.ts', use('./driver')],
    ['engines/postgres/dialect.ts', use('../../failures/failure')],
    ['engines/postgres/dialect.ts', use('pg')],
    ['engines/postgres/driver.ts', use('../../observation')],
    ['engines/postgres/driver.ts', use('pg')],

    ['pulse/some.ts', use('../engines')],
    ['pulse/some.ts', use('../engines/types')],
    ['pulse/some.ts', know('../checks')],
    ['pulse/some.ts', use('../picture/picture')],
    ['pulse/some.ts', use('knex')],

    ['reading/some.ts', use('../engines')],
    ['reading/some.ts', know('../picture/picture')],
    ['reading/some.ts', use('pg')],

    ['config/some.ts', use('../store')],
    ['config/some.ts', know('../picture/picture')],
    ['config/some.ts', use('knex')],

    ['survey/some.ts', use('../engines')],
    ['survey/some.ts', use('../engines/postgres')],
    ['survey/some.ts', use('../checks')],
    ['survey/some.ts', know('../checks')],
    ['survey/some.ts', use('../picture/picture')],
    ['survey/some.ts', use('pg')],

    ['picture/some.ts', use('../checks')],
    ['picture/some.ts', know('../checks')],
    ['picture/some.ts', use('../config')],
    ['picture/some.ts', know('../engines')],
    ['picture/some.ts', know('../readModel')],
    ['picture/some.ts', use('better-sqlite3')],

    ['readModel/some.ts', use('../config')],
    ['readModel/some.ts', know('../checks')],
    ['readModel/some.ts', know('../engines')],
    ['readModel/some.ts', know('../survey/survey')],
    ['readModel/some.ts', use('knex')],

    ['routes/some.ts', use('../picture/picture')],
    ['routes/some.ts', know('../picture/picture')],
    ['routes/some.ts', use('../survey/survey')],
    ['routes/some.ts', use('../engines')],
    ['routes/some.ts', use('../checks')],
    ['routes/some.ts', know('../config')],
    ['routes/some.ts', use('knex')],
    ['routes/some.ts', use('pg')],

    ['routes/some.ts', use('../metrics')],

    ['actions/some.ts', use('../picture/picture')],
    ['actions/some.ts', use('../readModel')],
    ['actions/some.ts', know('../config')],
    ['actions/some.ts', use('knex')],

    ['metrics/some.ts', use('../picture/picture')],
    ['metrics/some.ts', use('../observation')],
    ['metrics/some.ts', know('../engines')],
    ['metrics/some.ts', know('../checks')],
    ['metrics/some.ts', use('knex')],

    ['store/some.ts', use('../engines')],
    ['store/some.ts', use('../engines/postgres/driver')],
    ['store/some.ts', know('../picture/picture')],

    ['ledgers/some.ts', use('../store')],
    ['ledgers/some.ts', use('knex')],
    ['ledgers/some.ts', know('../engines')],

    ['history/some.ts', use('../store')],
    ['history/some.ts', use('../picture/picture')],
    ['history/some.ts', know('../readModel')],
    ['history/some.ts', use('knex')],

    ['pure/some.ts', use('../observation')],
    ['pure/some.ts', use('../engines')],
    ['pure/some.ts', use('../engines/drivers')],
    ['pure/some.ts', use('knex')],

    ['failures/some.ts', use('../observation')],
    ['failures/some.ts', know('../store')],

    ['observation/some.ts', use('../engines')],
    ['observation/some.ts', use('../engines/postgres/session/openDatabase')],
    ['observation/some.ts', know('../picture/picture')],

    ['facts/derived/some.ts', use('../../store')],
    ['facts/derived/some.ts', use('../../picture/picture')],
    ['facts/derived/some.ts', know('../../checks')],
    ['facts/derived/some.ts', use('knex')],

    ['judging/some.ts', use('../config')],
    ['judging/some.ts', use('../picture/picture')],
    ['judging/some.ts', know('../checks')],

    ['incidents/some.ts', use('../store')],
    ['incidents/some.ts', use('../picture/picture')],
    ['incidents/some.ts', know('../readModel')],

    ['alerts/some.ts', use('../store')],
    ['alerts/some.ts', use('../config')],
    ['alerts/some.ts', know('../picture/picture')],
    ['alerts/some.ts', use('knex')],

    ['replicas/some.ts', use('../store')],
    ['replicas/some.ts', use('../picture/picture')],
    ['replicas/some.ts', know('../engines')],
    ['replicas/some.ts', use('knex')],
  ] satisfies [string, string][]
).map(inBackend);

const allowedFolders = (
  [
    ['checks/some.ts', use(`${our}-node`)],
    ['checks/some.ts', know(`${our}-common`)],
    ['checks/some.ts', use('./wording/list')],
    ['checks/ledgers/some.ts', use('../parts/wording/list')],
    ['checks/ledgers/some.ts', use('../../pure/growth')],
    ['checks/ledgers/some.ts', use('../../engines/dialects')],
    ['pure/some.ts', use('../engines/dialects')],
    ['store/some.ts', use('../engines/drivers')],
    ['observation/some.ts', use('../engines/drivers')],
    ['engines/postgres/dialect.ts', use('../dialect')],
    ['engines/postgres/dialect.ts', use('../../pure/sqlLiteral')],
    ['engines/postgres/driver.ts', use('pg-connection-string')],
    ['engines/drivers.ts', use('./dialects')],
    ['observation/some.ts', use('../failures/failure')],
    ['checks/some.ts', 'export const a = new Date(1).toISOString();\n'],
    ['checks/some.test.ts', use('node:fs')],
    ['engines/some.ts', use('pg')],
    ['engines/postgres/some.ts', use('../ledgers')],
    ['store/some.ts', use('knex')],
    ['ledgers/some.ts', know('../store')],
    ['history/some.ts', know('../store')],
    ['replicas/some.ts', know('../store')],
    ['alerts/some.ts', know('../store')],
    ['alerts/webhook/some.ts', know('../../config')],
    ['replicas/some.ts', know('../picture/picture')],
    ['config/some.ts', know('../store')],
    ['reading/some.ts', know('../engines/types')],
    ['reading/some.ts', use('../whenFree')],
    ['pulse/some.ts', use('../reading/readFacts')],
    ['survey/some.ts', use('../reading/readFacts')],
    ['history/some.ts', use('../oneAtATime')],
    ['store/some.ts', use('../deadline')],
    ['pulse/some.ts', know('../engines')],
    ['pulse/some.ts', know('knex')],
    ['survey/some.ts', know('../engines/types')],
    ['survey/some.test.ts', use('../engines')],
    ['picture/some.ts', use('../judging/judge')],
    ['readModel/some.ts', use('../judging/judge')],
    ['readModel/some.ts', know('../config')],
    ['routes/some.ts', use('../readModel')],
    ['actions/some.ts', use('../routes')],
    ['actions/some.ts', know('../readModel')],
    ['plugin.ts', use('./checks')],
    ['plugin.ts', use('./engines')],
    ['plugin.ts', use('./readModel')],
  ] satisfies [string, string][]
).map(inBackend);

/**
 * Runs in a process of its own: plugins of ESLint take Jest for a browser.
 * Prints, for each case, the messages of the rules that hold the imports.
 */
const lint = `
  const { ESLint } = require('eslint');
  const { resolve } = require('node:path');
  const rules = /(no-restricted-(imports|paths|syntax|properties|globals))$/;
  const linters = {};
  (async () => {
    const found = [];
    for (const [packagePath, file, code] of JSON.parse(process.argv[1])) {
      const cwd = resolve(packagePath);
      linters[cwd] ??= new ESLint({ cwd });
      const filePath = resolve(cwd, 'src', file);
      const [result] = await linters[cwd].lintText(code, { filePath });
      found.push(
        result.messages
          .filter(each => each.fatal || rules.test(each.ruleId))
          .map(each => (each.fatal ? 'FATAL ' : '') + each.message),
      );
    }
    console.log(JSON.stringify(found));
  })();
`;

const linted = new Map<Case, string[]>();

beforeAll(() => {
  const cases = [
    ...forbiddenPackages,
    ...allowedPackages,
    ...forbiddenFolders,
    ...allowedFolders,
  ];
  const output = execFileSync(
    process.execPath,
    ['-e', lint, JSON.stringify(cases)],
    { cwd: root, encoding: 'utf8' },
  );
  const found: string[][] = JSON.parse(output);
  cases.forEach((each, i) => linted.set(each, found[i]));
});

const named = (cases: Case[]) =>
  cases.map(each => ({
    each,
    name: `${each[0]}/src/${each[1]}: ${each[2].split('\n')[0]}`,
  }));

const { overrides }: { overrides: Override[] } =
  jest.requireActual('../.eslintrc.js');

interface Override {
  files: string[];
  rules: {
    'import/no-restricted-paths'?: [
      string,
      { zones: { target: string; except: string[] }[] },
    ];
  };
}

describe('who may import whom', () => {
  it.each(named([...forbiddenPackages, ...forbiddenFolders]))(
    'forbids $name',
    ({ each }) => {
      expect(linted.get(each)).not.toEqual([]);
      expect(linted.get(each)!.join()).not.toContain('FATAL');
    },
  );

  it.each(named([...allowedPackages, ...allowedFolders]))(
    'allows $name',
    ({ each }) => {
      expect(linted.get(each)).toEqual([]);
    },
  );

  it('has seen every folder of the backend', () => {
    const folders = readdirSync(__dirname).filter(name =>
      statSync(join(__dirname, name)).isDirectory(),
    );
    const seen = new Set(
      forbiddenFolders.map(([, file]) => file.split('/')[0]),
    );
    expect(
      folders.filter(name => !name.startsWith('__') && !seen.has(name)),
    ).toEqual([]);
  });

  // An import is judged by where it leads, which needs a place to start from.
  it('has seen and rules no folder that is not there', () => {
    const judged = [...forbiddenFolders, ...allowedFolders].map(([, file]) =>
      dirname(file),
    );
    const ruled = overrides
      .flatMap(({ files }) => files)
      .flatMap(pattern => /^src\/(\w+)\//.exec(pattern)?.[1] ?? []);
    expect(ruled).toContain('routes');
    expect(
      [...judged, ...ruled].filter(name => !existsSync(join(__dirname, name))),
    ).toEqual([]);
  });

  it('allows no folder another one that it does not import', () => {
    const unused = overrides.flatMap(({ rules }) =>
      (rules['import/no-restricted-paths']?.[1].zones ?? []).flatMap(
        ({ target, except }) => {
          const imported = importedBy(resolve(__dirname, '..', target));
          return except
            .map(name => join(__dirname, name))
            .filter(path => existsSync(path) && statSync(path).isDirectory())
            .filter(path => path !== resolve(__dirname, '..', target))
            .filter(path => !imported.some(each => isWithin(path, each)))
            .map(path => `${target} -> ${relative(__dirname, path)}`);
        },
      ),
    );
    expect(unused).toEqual([]);
  });
});

/** Where the imports of the sources of a folder lead, in this package. */
function importedBy(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !isTest(name))
    .flatMap(name => {
      const file = join(folder, name);
      return [
        ...readFileSync(file, 'utf8').matchAll(/ from '([.][^']+)'/g),
      ].map(([, to]) => resolve(dirname(file), to));
    });
}

function isTest(name: string): boolean {
  return /[.]test[.]ts$|__testUtils__/.test(name);
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`);
}
