import type { Neighbour } from '../../pure/facts';
import { healthyFacts } from '../__testUtils__/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { orphan } from './orphan';

const MiB = 1_024 ** 2;

function neighbour(pluginId: string, more: Partial<Neighbour> = {}): Neighbour {
  return {
    name: `backstage_plugin_${pluginId}`,
    pluginId,
    bytes: 8 * MiB,
    inUse: false,
    ...more,
  };
}

const beside = (...databases: Neighbour[]) => ({
  neighbours: { ...healthyFacts.neighbours, databases },
});

describe('orphan', () => {
  it('is a database of a plugin that no replica has, until it is dropped or installed', () => {
    const facts = beside(neighbour('catalog'), neighbour('old'));
    expect(severity(orphan, facts)).toBe('info');
    expect(severity(orphan, beside(neighbour('catalog')))).toBeUndefined();
    expect(
      severity(orphan, {
        ...facts,
        installedPlugins: { pluginIds: ['catalog', 'old'] },
      }),
    ).toBeUndefined();
    expect(severity(orphan, beside())).toBeUndefined();
  });

  it('is none while a backend uses it that does not tell of itself', () => {
    const used = neighbour('old', { inUse: true, bytes: null });
    expect(severity(orphan, beside(used))).toBeUndefined();
    const { inUse, ...unknown } = neighbour('old');
    expect(severity(orphan, beside(unknown))).toBe('info');
  });

  it('is named with its size and the line that drops it', () => {
    expect(
      judgements(
        orphan,
        beside(neighbour('tech-insights'), neighbour('a"b', { bytes: null })),
      ),
    ).toEqual([
      {
        severity: 'info',
        object: 'backstage_plugin_tech-insights',
        message:
          'The database backstage_plugin_tech-insights holds 8.0 MiB and is named after the plugin tech-insights, which no running backend has.',
        evidence: { observed: 8 * MiB, limit: null, unit: 'bytes' },
        remedy: {
          text: expect.stringMatching(
            /^Make sure first: .*pg_dump.*from another database/,
          ),
          sql: 'drop database "backstage_plugin_tech-insights";',
        },
      },
      {
        severity: 'info',
        object: 'backstage_plugin_a"b',
        message:
          'The database backstage_plugin_a"b is named after the plugin a"b, which no running backend has.',
        evidence: { observed: 'unknown', limit: null, unit: 'bytes' },
        remedy: {
          text: expect.any(String),
          sql: 'drop database "backstage_plugin_a""b";',
        },
      },
    ]);
  });

  it('may be a schema', () => {
    const [finding] = judgements(orphan, {
      neighbours: {
        ...healthyFacts.neighbours,
        schemas: [neighbour('catalog'), neighbour('old', { name: 'old' })],
      },
    });
    expect(finding).toMatchObject({
      object: 'old',
      message: expect.stringMatching(/^The schema old holds at least 8.0 MiB/),
      remedy: { sql: 'drop schema "old" cascade;' },
    });
  });

  it('says in which database a schema is', () => {
    const old = (database: string) =>
      neighbour('old', { name: 'old', database });
    const of = (...schemas: Neighbour[]) =>
      judgements(orphan, {
        neighbours: { ...healthyFacts.neighbours, schemas },
      });
    expect(of(old('one'))).toMatchObject([
      {
        object: 'old',
        remedy: { text: expect.stringContaining('below in the database one.') },
      },
    ]);
    expect(of(old('one'), old('two'))).toMatchObject([
      { object: 'one.old' },
      { object: 'two.old' },
    ]);
  });

  it('is written as its engine quotes names', () => {
    const { neighbours } = beside(neighbour('old'));
    const [{ remedy }] = judgements(orphan, {
      neighbours: { ...neighbours, engine: 'mysql' },
    });
    expect(remedy).toMatchObject({
      text: expect.stringContaining('mysqldump'),
      sql: 'drop database `backstage_plugin_old`;',
    });
  });

  it('is looked for only where all plugins are known', () => {
    expect(
      evaluate(orphan, {
        ...beside(neighbour('old')),
        installedPlugins: null,
      }),
    ).toEqual({ skipped: expect.stringMatching(/\.$/) });
  });
});
