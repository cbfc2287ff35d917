import type { Readings } from 'backstage-plugin-database-health-node';
import { session } from '../../checks/__testUtils__/facts';
import { withDerived } from './derive';
import { ownSessions, type PartSubject } from './sessions';

const plugin = (pluginId: string, name: string) => ({
  database: {
    pluginId,
    migrationsSkipped: false,
    configured: { engine: 'postgres' as const, name, address: 'server' },
  },
  known: {},
});

const ofDatabase = (
  fresh: Readings,
  own: PartSubject['own'],
  databases: PartSubject['databases'],
) => withDerived([ownSessions], fresh, { own, databases, at: 1 });

function toldOf(
  pluginId: string,
  databases: ReturnType<typeof plugin>[],
  sessions: ReturnType<typeof session>[],
) {
  const fresh: Readings = {
    sessions: {
      status: 'read',
      value: { sessions, truncated: false, partial: true },
      at: 1,
    },
  };
  const own = databases.find(each => each.database.pluginId === pluginId)!;
  const told = ofDatabase(fresh, own, databases).sessions;
  return told?.status === 'read'
    ? told.value.sessions.map(each => ({ pid: each.pid, own: each.own }))
    : told;
}

describe('of the sessions of a server, a plugin database', () => {
  it('has all that are in its own database, of whomever', () => {
    const databases = [plugin('catalog', 'one'), plugin('search', 'other')];
    const sessions = [
      session({ pid: 1, database: 'one', pluginId: 'catalog' }),
      session({ pid: 2, database: 'one', pluginId: null }),
      session({ pid: 3, database: 'other', pluginId: 'search' }),
    ];
    expect(toldOf('catalog', databases, sessions)).toEqual([
      { pid: 1, own: true },
      { pid: 2, own: true },
    ]);
    expect(toldOf('search', databases, sessions)).toEqual([
      { pid: 3, own: true },
    ]);
  });

  it('has its own in a database of many, with whom it waits for and who waits for it', () => {
    const databases = [plugin('catalog', 'all'), plugin('search', 'all')];
    const sessions = [
      session({ pid: 1, database: 'all', pluginId: null }),
      session({ pid: 2, database: 'all', pluginId: 'search', blockedBy: [1] }),
      session({ pid: 3, database: 'all', pluginId: 'catalog', blockedBy: [2] }),
      session({ pid: 4, database: 'all', pluginId: 'search', blockedBy: [3] }),
      session({ pid: 5, database: 'all', pluginId: 'search' }),
    ];
    expect(toldOf('catalog', databases, sessions)).toEqual([
      { pid: 1, own: true },
      { pid: 2, own: false },
      { pid: 3, own: true },
      { pid: 4, own: false },
    ]);
  });

  it('tells what is no plugin’s there if it is the first of many', () => {
    const databases = ['search', 'catalog', 'auth'].map(id =>
      plugin(id, id === 'auth' ? 'other' : 'all'),
    );
    const sessions = [
      session({ pid: 1, database: 'all', pluginId: null }),
      session({ pid: 2, database: 'all', pluginId: 'removed' }),
      session({ pid: 3, database: 'all', pluginId: 'auth' }),
      session({ pid: 4, database: 'all', pluginId: 'search' }),
      session({ pid: 5, database: 'third', pluginId: null }),
    ];
    expect(toldOf('catalog', databases, sessions)).toEqual([
      { pid: 1, own: true },
      { pid: 2, own: true },
      { pid: 3, own: true },
    ]);
    expect(toldOf('search', databases, sessions)).toEqual([
      { pid: 4, own: true },
    ]);
    expect(toldOf('auth', databases, sessions)).toEqual([]);
  });

  it('is named as the server names it, where a pooler names it otherwise', () => {
    const catalog = {
      ...plugin('catalog', 'pooled'),
      known: {
        identity: {
          status: 'read' as const,
          at: 1,
          value: {
            engine: 'postgres' as const,
            name: 'real',
            version: '18.4',
            role: 'primary' as const,
            inMemory: false,
          },
        },
      },
    };
    expect(
      toldOf('catalog', [catalog], [session({ pid: 1, database: 'real' })]),
    ).toEqual([{ pid: 1, own: true }]);
  });

  it('is told why, where they could not be read', () => {
    const failed = { status: 'failed' as const, reason: 'Down.', at: 1 };
    const catalog = plugin('catalog', 'one');
    expect(ofDatabase({ sessions: failed }, catalog, [catalog])).toEqual({
      sessions: failed,
    });
  });
});
