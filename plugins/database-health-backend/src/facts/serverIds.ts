import { createHash } from 'node:crypto';
import type { Engine } from 'backstage-plugin-database-health-common';
import { engineData } from 'backstage-plugin-database-health-common';
import type { Readings } from 'backstage-plugin-database-health-node';
import { valueOf } from 'backstage-plugin-database-health-node';
import type { Observation } from '../observation/types';
import type { ServerAlias, ServerAliases } from '../store';

/** A plugin database, by what is configured. */
type Configured = Pick<Observation, 'pluginId' | 'configured'>;

/**
 * By what the server of a plugin database is known until it says who it is: its
 * address, and what lies in SQLite by the plugin.
 */
export function aliasOf({ pluginId, configured }: Configured): string {
  const { engine, address } = configured;
  return engineData[engine].isServer
    ? idOf(configured, engine, address)
    : `${engine}-${pluginId}`;
}

/** What was named already: each probe asks for the server of every plugin database. */
const named = new WeakMap<object, string>();

/** Says nothing of the host, since it leaves by routes that must not. */
function idOf(subject: object, engine: Engine, name: string): string {
  let id = named.get(subject);
  if (id === undefined) {
    const hash = createHash('sha256').update(name).digest('hex');
    id = `${engine}-${hash.slice(0, 8)}`;
    named.set(subject, id);
  }
  return id;
}

/**
 * Which server each plugin database lies on: what the server says itself, whatever
 * it is called in the configuration. Each replica comes to the same id. While it
 * does not answer, its address counts, and where that led when one last answered.
 */
export class ServerIds {
  readonly #store: Pick<ServerAliases, 'list' | 'note'> | undefined;
  readonly #known = new Map<string, ServerAlias>();
  /** What the store has not taken. */
  readonly #unsaved = new Set<string>();

  constructor(store?: Pick<ServerAliases, 'list' | 'note'>) {
    this.#store = store;
  }

  /** Takes over what was known before this process. Never rejects. */
  async load(): Promise<void> {
    for (const alias of (await this.#store?.list()) ?? []) {
      this.#known.set(alias.alias, alias);
    }
  }

  of(database: Configured, { identity, reachability }: Readings): string {
    const server = valueOf(identity)?.server;
    const answers = valueOf(reachability)?.answered ?? true;
    if (server?.key !== undefined && answers) {
      return idOf(server, database.configured.engine, server.key);
    }
    const alias = aliasOf(database);
    return this.#known.get(alias)?.serverId ?? alias;
  }

  /** By which this server is known, in the order of their names. */
  addressesOf(serverId: string): string[] {
    return [...this.#known.values()]
      .filter(known => known.serverId === serverId)
      .map(({ address }) => address)
      .sort();
  }

  /**
   * Takes in what a server was read to say; resolves to whether the store was told,
   * which may have renamed it. Never rejects.
   */
  async learn(database: Configured, { identity }: Readings): Promise<boolean> {
    const server = valueOf(identity)?.server;
    if (!server) {
      return false;
    }
    const alias = aliasOf(database);
    const { engine, address } = database.configured;
    const { key, run } = server;
    if (key !== undefined) {
      return this.#note({
        alias,
        address,
        serverId: idOf(server, engine, key),
        run,
      });
    }
    const others = this.#sameRun(run).filter(each => each.alias !== alias);
    const serverId = bestOf([
      this.#known.get(alias) ?? { alias, serverId: alias },
      ...others,
    ]);
    const renamed = await this.#note({ alias, address, serverId, run });
    for (const other of others) {
      await this.#note({ ...other, serverId });
    }
    return renamed;
  }

  /** What was begun in one moment on one port is one server. */
  #sameRun(run: string): ServerAlias[] {
    return [...this.#known.values()].filter(known => known.run === run);
  }

  async #note(alias: ServerAlias): Promise<boolean> {
    const before = this.#known.get(alias.alias);
    const isSame =
      before?.serverId === alias.serverId && before.run === alias.run;
    if (isSame && !this.#unsaved.has(alias.alias)) {
      return false;
    }
    // First: what is judged by its new name finds what was kept by the old one.
    const isSaved = (await this.#store?.note(alias)) ?? false;
    if (isSaved) {
      this.#unsaved.delete(alias.alias);
    } else {
      this.#unsaved.add(alias.alias);
    }
    this.#known.set(alias.alias, alias);
    return isSaved;
  }
}

/** What the server said itself, else the same of its aliases in each replica. */
function bestOf(
  known: readonly Pick<ServerAlias, 'alias' | 'serverId'>[],
): string {
  const aliases = known.map(({ alias }) => alias);
  const [best] = known
    .map(({ serverId }) => serverId)
    .sort(
      (a, b) =>
        Number(aliases.includes(a)) - Number(aliases.includes(b)) ||
        a.localeCompare(b),
    );
  return best;
}
