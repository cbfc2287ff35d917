import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const servers = ['postgres-server', 'mariadb-server'];
/** What starts a server, or a whole backend. */
const starters =
  /\b(startPostgres|startMariadb|startTestBackend|createBackend)\b/;
/** What an import brings, and from where; what brings types only is none. */
const imports =
  /^(?:import|export)\s+(?!type\b)([^'";]*?)\s*(?:from\s+)?'([^']+)';|\b(?:import|require|requireActual)\(\s*'([^']+)'/gm;

function testFilesIn(folder: string): string[] {
  return readdirSync(join(root, folder), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter(file => /\.test\.tsx?$/.test(file) && !/node_modules/.test(file))
    .map(file => join(root, folder, file));
}

function resolved(from: string, path: string): string | undefined {
  const target = resolve(dirname(from), path);
  return ['.ts', '.tsx', '/index.ts', '/index.tsx']
    .map(ending => `${target}${ending}`)
    .find(existsSync);
}

/** What of a file, or of what it imports, needs a server or a whole backend. */
function needOf(file: string, seen = new Set<string>()): string | undefined {
  if (seen.has(file)) {
    return undefined;
  }
  seen.add(file);
  for (const [, names = '', from, called] of readFileSync(
    file,
    'utf8',
  ).matchAll(imports)) {
    const path = from ?? called;
    const started = starters.exec(names);
    if (servers.includes(path) || started) {
      return `${relative(root, file)} imports ${started?.[0] ?? path}`;
    }
    const next = path.startsWith('.') ? resolved(file, path) : undefined;
    const need = next && needOf(next, seen);
    if (need) {
      return need;
    }
  }
  return undefined;
}

const testFiles = ['packages', 'plugins'].flatMap(testFilesIn);

it('a test that needs a server or a whole backend is named .live.test', () => {
  expect(testFiles.length).toBeGreaterThan(100);
  const wrong = testFiles
    .filter(file => !/\.live\.test\.tsx?$/.test(file))
    .flatMap(file => {
      const need = needOf(file);
      return need ? `${relative(root, file)}: ${need}` : [];
    });
  expect(wrong).toEqual([]);
});

describe('what needs a server', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'database-health-'));
    writeFileSync(
      join(folder, 'testUtils.ts'),
      `import { startTestBackend } from '@backstage/backend-test-utils';`,
    );
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    [`import { startPostgres } from 'postgres-server';`, true],
    [`import {\n  available,\n} from 'mariadb-server';`, true],
    [`import { a } from './testUtils';`, true],
    [`export * from './testUtils';`, true],
    [`const { a } = await import('./testUtils');`, true],
    [`const { a } = jest.requireActual('./testUtils');`, true],
    [`import { createBackend } from '@backstage/backend-defaults';`, true],
    [`import type { PostgresServer } from 'postgres-server';`, false],
    [`import { mockServices } from '@backstage/backend-test-utils';`, false],
    [`const from = 'postgres-server';`, false],
  ])('%s', (code, needs) => {
    const file = join(folder, 'some.test.ts');
    writeFileSync(file, code);
    expect(needOf(file) !== undefined).toBe(needs);
  });
});
