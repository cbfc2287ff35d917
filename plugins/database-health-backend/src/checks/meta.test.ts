import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import {
  type AnyCheck,
  factCatalogue,
  type FactCatalogue,
} from 'backstage-plugin-database-health-node';
import { checkDocsCommand, renderCheckDocs } from '../../scripts/checkDocs';
import { checks } from '.';
import { evaluate } from './__testUtils__/evaluate';
import { healthyFacts } from './__testUtils__/facts';

const docs = readFileSync(
  resolve(__dirname, '../../../../docs/checks.md'),
  'utf8',
);

/** What several checks share, and the tests: no checks. */
const noChecks = ['parts', '__testUtils__'];

/** The folder of each check, by its id. */
const folders = new Map(
  readdirSync(__dirname, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && !noChecks.includes(entry.name))
    .flatMap(({ name: folder }) =>
      readdirSync(join(__dirname, folder))
        .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
        .map(name => [basename(name, '.ts'), folder] as const),
    ),
);
const ids = [...folders.keys()];

const camelCase = (id: string) =>
  id.replace(/-(.)/g, (_, letter) => letter.toUpperCase());

const exportsOf = (id: string): Record<string, AnyCheck> =>
  jest.requireActual(`./${folders.get(id)}/${id}`);

describe.each(ids)('the file of the check %s', id => {
  it('exports one check, named after it', () => {
    expect(Object.keys(exportsOf(id))).toEqual([camelCase(id)]);
    expect(exportsOf(id)[camelCase(id)].id).toBe(id);
  });

  it('is in the list', () => {
    expect(checks).toContain(exportsOf(id)[camelCase(id)]);
  });

  it('is in kebab-case', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('has a test', () => {
    expect(existsSync(join(__dirname, folders.get(id)!, `${id}.test.ts`))).toBe(
      true,
    );
  });
});

describe.each(checks.map(check => [check.id, check] as const))(
  'the check %s',
  (id, check) => {
    it('has a file', () => {
      expect(ids).toContain(id);
    });

    it('is documented with an anchor and all its limits', () => {
      const [, section] = docs.split(`\n## ${id}\n`);
      expect(section).toBeDefined();
      const [own] = section.split('\n## ');
      for (const limit of Object.keys(check.limits)) {
        expect(own).toContain(`\`${limit}\``);
      }
    });

    it('says what it is, why it matters, whence its limits and what helps', () => {
      expect(check.title).toMatch(/^[A-Z].*[a-z]$/);
      for (const sentence of [check.rationale, check.source, check.remedy]) {
        expect(sentence).toMatch(/^[A-Z].*\.$/);
      }
    });

    it('needs facts that exist', () => {
      expect(check.needs.length).toBeGreaterThan(0);
      for (const fact of check.needs) {
        expect(Object.keys(healthyFacts)).toContain(fact);
      }
    });

    it('needs what is known of a database, too, that only another process observes', () => {
      const catalogue: FactCatalogue = factCatalogue;
      for (const fact of check.needs) {
        const { from, shared } = catalogue[fact as keyof FactCatalogue]!;
        const isMadeHere = from === 'derived' || fact === 'environment';
        expect([fact, isMadeHere || shared !== 'none']).toEqual([fact, true]);
      }
    });

    it('explains checks that exist, and not itself', () => {
      for (const other of check.explains ?? []) {
        expect(other === '*' || checks.some(each => each.id === other)).toBe(
          true,
        );
        expect(other).not.toBe(id);
      }
    });

    it('has nothing to say of healthy facts', () => {
      const outcome = evaluate(check);
      expect('skipped' in outcome || outcome).toEqual(
        'skipped' in outcome ? true : [],
      );
    });

    it('judges the same facts the same, and keeps nothing of them', () => {
      expect(Object.isFrozen(check)).toBe(true);
      expect(evaluate(check)).toEqual(evaluate(check));
    });
  },
);

describe('docs/checks.md', () => {
  it(`is what "${checkDocsCommand}" writes`, () => {
    expect(docs).toBe(renderCheckDocs(checks));
  });

  it('refuses a limit that does not tell its unit', () => {
    const [first] = checks;
    expect(() =>
      renderCheckDocs([{ ...first, limits: { warning: 1 } }]),
    ).toThrow("'warning' must end in its unit");
  });
});
