const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const createConfig = require('@backstage/cli/config/eslint-factory');

/**
 * Who may import whom below src: a folder, the siblings that it may use, and
 * those that it gets handed in, so that it may know their types only. Files
 * beside the folders put them together and may import all of them; tests may,
 * too. Of `engines/`, what is known of each without a connection is for others.
 */
const folders = {
  pure: { uses: ['engines/dialects'], knows: [] },
  failures: { uses: [], knows: [] },
  observation: {
    uses: ['pure', 'failures', 'engines/dialects', 'engines/drivers'],
    knows: [],
  },
  checks: { uses: ['pure', 'engines/dialects'], knows: [] },
  engines: { uses: ['pure', 'failures', 'observation'], knows: [] },
  store: {
    uses: ['pure', 'failures', 'engines/dialects', 'engines/drivers'],
    knows: [],
  },
  config: { uses: ['observation'], knows: ['store'] },
  ledgers: { uses: ['pure', 'observation'], knows: ['store'] },
  replicas: {
    uses: ['pure', 'facts'],
    knows: ['store', 'picture', 'observation'],
  },
  facts: {
    uses: ['pure', 'judging'],
    knows: ['config', 'store', 'picture', 'observation'],
  },
  judging: { uses: ['pure'], knows: ['config', 'picture'] },
  incidents: { uses: ['pure'], knows: ['store', 'picture', 'judging'] },
  alerts: { uses: ['pure', 'incidents'], knows: ['config', 'store'] },
  history: { uses: ['pure', 'incidents'], knows: ['store', 'picture'] },
  reading: { uses: ['failures', 'observation'], knows: ['engines'] },
  pulse: {
    uses: ['pure', 'facts', 'reading', 'failures', 'observation'],
    knows: ['engines'],
  },
  survey: {
    uses: ['pure', 'facts', 'reading'],
    knows: ['engines', 'observation'],
  },
  picture: {
    uses: ['judging', 'facts'],
    knows: ['config', 'observation'],
  },
  readModel: {
    uses: ['pure', 'picture', 'judging', 'facts'],
    knows: ['config', 'store', 'incidents'],
  },
  metrics: {
    uses: ['pure', 'readModel', 'judging', 'engines/dialects'],
    knows: ['config', 'picture', 'observation'],
  },
  routes: { uses: ['pure', 'readModel'], knows: ['metrics'] },
  actions: { uses: ['routes'], knows: ['readModel'] },
};

/** What every folder may use. */
const shared = [
  'cutConnections',
  'deadline',
  'localTask',
  'oneAtATime',
  'ownPluginId',
  'pauses',
  'timeSpans',
  'whenFree',
  'within',
];

/** The folders that may open a connection or build a query. */
const withDrivers = ['engines', 'observation', 'store'];
const drivers = ['knex', 'pg', 'better-sqlite3', 'mysql2'];

const tests = ['**/*.test.ts', '**/__testUtils__/**'];

function foldersRule([folder, { uses, knows }]) {
  return {
    files: [`src/${folder}/**/*.ts`],
    excludedFiles: tests,
    rules: {
      'import/no-restricted-paths': [
        'error',
        {
          basePath: __dirname,
          zones: [
            {
              target: `./src/${folder}`,
              from: './src',
              except: [
                ...new Set([folder, ...shared, ...uses, ...knows]),
              ].flatMap(name => [`./${name}`, `./${name}.ts`]),
              message: `${folder} may import ${
                [...uses, ...knows].join(' and ') || 'none of its siblings'
              }.`,
            },
          ],
        },
      ],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: withDrivers.includes(folder)
            ? []
            : drivers.map(name => ({
                name,
                allowTypeImports: true,
                message: `${folder} opens no connection and builds no query.`,
              })),
          patterns: knows.map(name => ({
            group: [
              `../${name}`,
              `../${name}/**`,
              `../../**/${name}`,
              `../../**/${name}/**`,
            ],
            allowTypeImports: true,
            message: `${folder} gets ${name} handed in: import types only.`,
          })),
        },
      ],
    },
  };
}

/** The files of `engines/` of one name, one for all engines and one of each. */
function partOfEngines(name) {
  const engines = readdirSync(join(__dirname, 'src/engines'));
  return [
    `engines/${name}.ts`,
    `engines/${name}s.ts`,
    ...engines.map(engine => `engines/${engine}/${name}.ts`),
  ];
}

/** What others may use of the engines uses nothing of what they may not. */
function partRule(name, uses) {
  const part = partOfEngines(name);
  return {
    files: part.map(file => `src/${file}`),
    rules: {
      'import/no-restricted-paths': [
        'error',
        {
          basePath: __dirname,
          zones: [
            {
              target: './src/engines',
              from: './src',
              except: [...part, ...uses].map(path => `./${path}`),
              message: `the ${name}s of engines may import ${uses.join(
                ' and ',
              )}.`,
            },
          ],
        },
      ],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: drivers.map(driver => ({
            name: driver,
            allowTypeImports: true,
            message: `the ${name}s of engines open no connection and build no query.`,
          })),
        },
      ],
    },
  };
}

const config = createConfig(__dirname, {
  settings: { 'import/resolver': { node: { extensions: ['.ts', '.js'] } } },
  restrictedImports: ['backstage-plugin-database-health'],
  restrictedImportPatterns: ['backstage-plugin-database-health/*'],
});

/** A check is a pure judgement: no I/O, no clock, no configuration. */
const pureChecks = {
  files: ['src/checks/**/*.ts'],
  excludedFiles: tests,
  rules: {
    'no-restricted-syntax': [
      ...config.rules['no-restricted-syntax'],
      {
        selector:
          ':matches(ImportDeclaration, ExportAllDeclaration, ExportNamedDeclaration[source])[source.value!=/^[.]|^backstage-plugin-database-health-(common|node)$/]',
        message: 'checks import -node, -common and each other only.',
      },
      {
        selector:
          ':matches(ImportExpression, TSImportEqualsDeclaration, CallExpression[callee.name="require"])',
        message: 'checks import at the top only.',
      },
      {
        selector:
          ':matches(NewExpression, CallExpression)[callee.name="Date"][arguments.length=0]',
        message: 'checks have no clock: use context.at.',
      },
    ],
    'no-restricted-properties': [
      'error',
      {
        object: 'Date',
        property: 'now',
        message: 'checks have no clock: use context.at.',
      },
    ],
    'no-restricted-globals': [
      'error',
      ...['console', 'fetch', 'globalThis', 'performance', 'process'],
      ...['setImmediate', 'setInterval', 'setTimeout'],
    ],
  },
};

module.exports = {
  ...config,
  overrides: [
    ...config.overrides,
    ...Object.entries(folders).map(foldersRule),
    partRule('dialect', ['pure']),
    partRule('driver', ['pure', 'engines/dialects.ts']),
    pureChecks,
    {
      // Rows of a table say what is right in their test.
      files: ['src/__tests__/deployments/*.ts'],
      rules: { 'jest/no-standalone-expect': 'off' },
    },
    {
      // Cases that one suite runs on every engine.
      files: ['src/engines/__testUtils__/conformance/*.ts'],
      rules: { 'jest/no-export': 'off' },
    },
  ],
};
