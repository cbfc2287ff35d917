import type { Engine } from 'backstage-plugin-database-health-common';
import {
  type Readings,
  readingOf,
} from 'backstage-plugin-database-health-node';
import { healthyFacts, identity } from '../checks/__testUtils__/facts';
import type { ServerAlias } from '../store';
import { ServerIds, aliasOf } from './serverIds';

function at(
  address: string,
  pluginId = 'catalog',
  engine: Engine = 'postgres',
) {
  return { pluginId, configured: { engine, name: pluginId, address } };
}

const [byName, byNumber] = [at('localhost:5432'), at('127.0.0.1:5432')];

function says(run: string, key?: string): Readings {
  return {
    identity: readingOf(identity({ server: { run, ...(key && { key }) } }), 0),
  };
}

function answers(answered: boolean): Readings {
  return {
    reachability: readingOf({ ...healthyFacts.reachability, answered }, 0),
  };
}

/** What replicas share, which may be down. */
function memory() {
  const rows = new Map<string, ServerAlias>();
  const noted: string[] = [];
  const store = {
    isDown: false,
    list: async () => (store.isDown ? undefined : [...rows.values()]),
    note: async (alias: ServerAlias) => {
      if (store.isDown) {
        return undefined;
      }
      rows.set(alias.alias, alias);
      noted.push(alias.alias);
      return true as const;
    },
  };
  return { store, rows, noted };
}

async function loaded(store: ReturnType<typeof memory>['store']) {
  const ids = new ServerIds(store);
  await ids.load();
  return ids;
}

describe('the id of a server', () => {
  it('is that of its address until it says who it is, and tells no host', () => {
    const ids = new ServerIds();
    expect(ids.of(byName, {})).toBe(aliasOf(byName));
    expect(ids.of(byName, {})).toMatch(/^postgres-[0-9a-f]{8}$/);
    expect(ids.of(byNumber, {})).not.toBe(ids.of(byName, {}));
    expect(ids.of(at(':memory:', 'search', 'sqlite'), {})).toBe(
      'sqlite-search',
    );
  });

  it('is one for all addresses of a server that says who it is', async () => {
    const ids = new ServerIds();
    await ids.learn(byName, says('1', 'own'));
    await ids.learn(byNumber, says('1', 'own'));
    await ids.learn(at('other:5432'), says('2', 'other'));
    const id = ids.of(byName, says('1', 'own'));
    expect(id).toMatch(/^postgres-[0-9a-f]{8}$/);
    expect(ids.of(byNumber, {})).toBe(id);
    expect(ids.of(at('other:5432'), {})).not.toBe(id);
    expect(ids.addressesOf(id)).toEqual(['127.0.0.1:5432', 'localhost:5432']);
  });

  it('is what each plugin was told while old connections lead elsewhere', () => {
    const ids = new ServerIds();
    const [before, after] = [says('1', 'old'), says('2', 'new')];
    expect(ids.of(byName, before)).not.toBe(ids.of(byName, after));
  });

  it('is where its address leads for one that does not answer', async () => {
    const ids = new ServerIds();
    const search = at('localhost:5432', 'search');
    await ids.learn(byName, says('1', 'old'));
    const before = ids.of(search, { ...says('1', 'old'), ...answers(false) });
    expect(before).toBe(ids.of(byName, says('1', 'old')));
    await ids.learn(byName, says('2', 'new'));
    expect(ids.of(search, { ...says('1', 'old'), ...answers(false) })).toBe(
      ids.of(byName, says('2', 'new')),
    );
    expect(ids.of(search, { ...says('1', 'old'), ...answers(true) })).toBe(
      before,
    );
  });

  it('is known after a restart, before any server answers', async () => {
    const { store } = memory();
    const ids = await loaded(store);
    await ids.learn(byName, says('1', 'own'));
    const later = await loaded(store);
    expect(later.of(byName, answers(false))).toBe(ids.of(byName, {}));
    expect(later.of(byName, answers(false))).not.toBe(aliasOf(byName));
  });

  it('is noted once, and again when the store did not take it', async () => {
    const { store, noted } = memory();
    const ids = await loaded(store);
    store.isDown = true;
    expect(await ids.learn(byName, says('1', 'own'))).toBe(false);
    store.isDown = false;
    expect(await ids.learn(byName, says('1', 'own'))).toBe(true);
    expect(await ids.learn(byName, says('1', 'own'))).toBe(false);
    expect(noted).toEqual([aliasOf(byName)]);
    expect(await ids.learn(byName, {})).toBe(false);
  });
});

describe('the id of a server that may not say who it is', () => {
  it('is one for all addresses, by when it began', async () => {
    const ids = new ServerIds();
    await ids.learn(byName, says('1'));
    await ids.learn(byNumber, says('1'));
    await ids.learn(at('other:5432'), says('2'));
    expect(ids.of(byName, says('1'))).toBe(ids.of(byNumber, says('1')));
    expect(ids.of(byName, says('1'))).not.toBe(ids.of(at('other:5432'), {}));
  });

  it('is the same in replicas that look in another order', async () => {
    const [ours, theirs] = [new ServerIds(), new ServerIds()];
    await ours.learn(byName, says('1'));
    await ours.learn(byNumber, says('1'));
    await theirs.learn(byNumber, says('1'));
    await theirs.learn(byName, says('1'));
    expect(ours.of(byName, {})).toBe(theirs.of(byNumber, {}));
    expect(ours.of(byNumber, {})).toBe(theirs.of(byName, {}));
  });

  it('stays over a restart', async () => {
    const { store } = memory();
    const ids = await loaded(store);
    await ids.learn(byName, says('1'));
    await ids.learn(byNumber, says('1'));
    const before = ids.of(byName, {});
    const later = await loaded(store);
    for (const database of [byNumber, byName]) {
      await later.learn(database, says('2'));
      expect(later.of(byName, {})).toBe(before);
      expect(later.of(byNumber, {})).toBe(before);
    }
  });

  it('is what the server said to a role that may ask', async () => {
    const ids = new ServerIds();
    await ids.learn(byName, says('1'));
    await ids.learn(byNumber, says('1', 'own'));
    await ids.learn(byName, says('1'));
    expect(ids.of(byName, says('1'))).toBe(ids.of(byNumber, says('1', 'own')));
    await ids.learn(byName, says('1'));
    await ids.learn(byNumber, says('1'));
    expect(ids.of(byName, {})).toBe(ids.of(byNumber, says('1', 'own')));
  });
});
