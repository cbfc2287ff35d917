import { summable } from './summable';
import type { Database } from './types';

function database(
  pluginId: string,
  at: { serverId?: string; name?: string; schema?: string },
  bytes: number | null = 1,
) {
  return {
    pluginId,
    serverId: 'one',
    name: 'shared',
    ...at,
    size: bytes === null ? null : { bytes, approximate: false, at: '' },
  } as Database;
}

const pluginsOf = (...databases: Database[]) =>
  summable(databases).map(({ pluginId }) => pluginId);

describe('summable', () => {
  it('counts a database of several plugins once', () => {
    expect(
      pluginsOf(
        database('auth', {}),
        database('catalog', { name: 'catalog' }),
        database('search', {}),
      ),
    ).toEqual(['auth', 'catalog']);
  });

  it('tells servers and schemas apart', () => {
    const all = [
      database('auth', {}),
      database('catalog', { serverId: 'two' }),
      database('search', { schema: 'search' }),
      database('tasks', { schema: 'tasks' }),
    ];
    expect(summable(all)).toEqual(all);
  });

  it('takes the one that was measured', () => {
    expect(
      pluginsOf(database('auth', {}, null), database('search', {})),
    ).toEqual(['search']);
  });
});
