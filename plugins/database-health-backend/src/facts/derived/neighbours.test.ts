import type { Identity } from '../../pure/facts';
import { identity } from '../../checks/__testUtils__/facts';
import { schemasOfAll, withTheirPlugins } from './neighbours';

const engine = 'postgres' as const;

const known = (pluginId: string, overrides: Partial<Identity>) => ({
  pluginId,
  readings: {
    identity: {
      status: 'read' as const,
      value: identity(overrides),
      at: 0,
    },
  },
});

const neighbour = (name: string, pluginId: string) => ({
  name,
  pluginId,
  bytes: 1,
});

describe('withTheirPlugins', () => {
  it('tells whose a database is that is configured by name', () => {
    const old = neighbour('backstage_plugin_old', 'old');
    const v2 = neighbour('backstage_plugin_catalog_v2', 'catalog_v2');
    expect(
      withTheirPlugins({ engine, databases: [old, v2], schemas: [] }, [
        known('catalog', { name: v2.name }),
        { pluginId: 'search', readings: {} },
      ]),
    ).toEqual({
      engine,
      databases: [old, { ...v2, pluginId: 'catalog' }],
      schemas: [],
    });
  });

  it('takes the schema for what belongs to a plugin in schema mode', () => {
    const schemas = [neighbour('portal', 'portal'), neighbour('mine', 'mine')];
    expect(
      withTheirPlugins({ engine, databases: [], schemas }, [
        known('catalog', { name: 'portal', schema: 'mine' }),
      ]).schemas,
    ).toEqual([schemas[0], { ...schemas[1], pluginId: 'catalog' }]);
  });
});

describe('schemasOfAll', () => {
  const reading = (database: string, at: number, ...names: string[]) => ({
    readings: {
      ...known('any', { name: database }).readings,
      neighbours: {
        status: 'read' as const,
        value: {
          engine,
          databases: [],
          schemas: names.map(name => neighbour(name, name)),
        },
        at,
      },
    },
  });
  const names = (...all: Parameters<typeof schemasOfAll>[0][number][]) =>
    schemasOfAll(all).map(({ database, name }) => `${database}.${name}`);

  it('has those of every database, of each by its newest reading', () => {
    expect(
      names(
        reading('one', 2, 'new'),
        reading('two', 1, 'other'),
        reading('one', 1, 'new', 'dropped'),
      ),
    ).toEqual(['one.new', 'two.other']);
  });

  it('leaves out what was not read', () => {
    expect(
      names(
        known('unread', { name: 'one' }),
        {
          readings: { neighbours: reading('two', 1, 'x').readings.neighbours },
        },
        reading('three', 1),
      ),
    ).toEqual([]);
  });
});
