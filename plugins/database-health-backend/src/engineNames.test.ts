import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { engineData } from 'backstage-plugin-database-health-common';
import ts from 'typescript';
import { dialects } from './engines/dialects';

const plugins = resolve(__dirname, '../..');

/** Of the engines, of their dialects in Knex, and of its clients. */
const names = new Set([
  ...Object.keys(engineData),
  ...Object.values(dialects).map(({ knexName }) => knexName),
  ...['pg', 'mysql2', 'better-sqlite3', 'mariadb'],
]);

/** Where what is special of an engine stands. */
const homes = [
  'database-health-backend/src/engines/',
  'database-health-common/src/engines.ts',
  'database-health-common/src/types/statuses.ts',
];

const recordings =
  'The states that were recorded have names, and one is that of SQLite.';

/** Which other files name an engine, and why they must. */
const exceptions: Record<string, string> = {
  'database-health-backend/src/checks/server/sqlite-in-production.ts':
    'What is found is this engine itself.',
  'database-health/src/fixtures/databases.ts': recordings,
  'database-health/src/fixtures/overview.ts': recordings,
  'database-health/src/fixtures/recorded/index.ts': recordings,
  'database-health/src/fixtures/settings.ts':
    'What is configured for each engine is made up for the page here.',
};

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.tsx?$/.test(file))
    .filter(file => !/\.test\.tsx?$|__(tests|testUtils)__/.test(file))
    .map(file => join(folder, file));
}

/** The lines of a source in which code, and not prose, names an engine. */
function linesNaming(fileName: string, code: string): string[] {
  const source = ts.createSourceFile(
    fileName,
    code,
    ts.ScriptTarget.Latest,
    true,
  );
  const found = new Set<number>();
  const visit = (node: ts.Node) => {
    if (isNaming(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.add(line);
    }
    node.forEachChild(visit);
  };
  visit(source);
  const lines = code.split('\n');
  return [...found].map(line => `${line + 1}: ${lines[line].trim()}`);
}

function isNaming(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node)) {
    const isModule =
      ts.isImportDeclaration(node.parent) ||
      ts.isExportDeclaration(node.parent);
    return names.has(node.text) && !isModule;
  }
  if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) {
    return /postgres|mysql|sqlite|mariadb/.test(node.getText());
  }
  return ts.isIdentifier(node) && names.has(node.text);
}

const naming = new Map(
  readdirSync(plugins)
    .flatMap(name => sourcesOf(join(plugins, name, 'src')))
    .map(file => {
      const name = relative(plugins, file);
      return [name, linesNaming(name, readFileSync(file, 'utf8'))] as const;
    })
    .filter(([, lines]) => lines.length > 0),
);

describe('what is special of an engine', () => {
  it('stands with that engine and nowhere else', () => {
    expect(naming.size).toBeGreaterThan(homes.length);
    const elsewhere = [...naming]
      .filter(([file]) => !homes.some(home => file.startsWith(home)))
      .filter(([file]) => exceptions[file] === undefined)
      .flatMap(([file, lines]) => lines.map(line => `${file}:${line}`));
    expect(elsewhere).toEqual([]);
  });

  it('has no exception that is none any more', () => {
    expect(Object.keys(exceptions).filter(file => !naming.has(file))).toEqual(
      [],
    );
  });

  it.each([
    `const a = engine === 'sqlite';`,
    `switch (engine) {\n  case 'mysql':\n}`,
    'const a = { postgres: 1 };',
    'const a = dialects.postgres;',
    'const { postgres } = dialects;',
    `const a = dialects['postgres'];`,
    `const a = client.includes('sqlite');`,
    'const a = /^mysql/.test(client);',
    `const a = sqlIdentifier(\`postgres\`, name);`,
    `type A = 'postgres' | 'other';`,
    `const a = client.dialect === 'postgresql';`,
    `const a = client === 'pg';`,
  ])('is found in %s', code => {
    expect(linesNaming('some.ts', code)).not.toEqual([]);
  });

  it.each([
    `import { Client } from 'pg';`,
    '// Only on postgres.\nconst a = 1;',
    `const a = 'On PostgreSQL, or in the sqlite file.';`,
    'const a = dialects[engine];',
    'const a = <p>postgres</p>;',
  ])('is not found in %s', code => {
    expect(linesNaming('some.tsx', code)).toEqual([]);
  });
});
