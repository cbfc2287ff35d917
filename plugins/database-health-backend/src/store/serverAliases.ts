import type { Knex } from 'knex';
import { z } from 'zod/v4';
import { nowMs } from './clock';
import { rowOf, text } from './columns';
import { renameServer } from './renameServer';
import type { Store, StorePart } from './store';

/** Where one address led when the server behind it last said who it is. */
export interface ServerAlias {
  /** By which the server is known until it says who it is. */
  readonly alias: string;
  readonly address: string;
  readonly serverId: string;
  /** Of the server: another one after a restart. */
  readonly run: string;
}

/** Addresses that are kept; those that were noted last stay (ours). */
const mostAliases = 500;

const aliasOf = rowOf(
  z.object({ alias: text, address: text, server_id: text, run: text }),
);

/** The addresses of servers, for when none of them says who it is. */
export class ServerAliases {
  readonly #store: StorePart;

  constructor(store: Store) {
    this.#store = store.part('aliases');
  }

  /** `undefined` where the store does not work. */
  async list(): Promise<ServerAlias[] | undefined> {
    return this.#store.read(async knex => {
      const rows = await knex('server_aliases')
        .orderBy('noted_ms', 'desc')
        .limit(mostAliases);
      return this.#store
        .accepted(rows, aliasOf)
        .map(({ alias, address, server_id: serverId, run }) => ({
          alias,
          address,
          serverId,
          run,
        }))
        .sort((a, b) => a.alias.localeCompare(b.alias));
    });
  }

  /**
   * What was kept of the server by its alias is its own from now on. `undefined`
   * where the store did not do it: then nothing has changed.
   */
  async note(alias: ServerAlias): Promise<true | undefined> {
    return this.#store.use(knex =>
      knex.transaction(async transaction => {
        await transaction('server_aliases')
          .insert({
            alias: alias.alias,
            address: alias.address,
            server_id: alias.serverId,
            run: alias.run,
            noted_ms: nowMs(knex),
          })
          .onConflict('alias')
          .merge();
        await forget(transaction);
        await renameServer(transaction, alias.alias, alias.serverId);
        return true as const;
      }),
    );
  }
}

async function forget(knex: Knex): Promise<void> {
  const aliases: string[] = await knex('server_aliases')
    .orderBy('noted_ms', 'desc')
    .pluck('alias');
  const tooMany = aliases.slice(mostAliases);
  if (tooMany.length > 0) {
    await knex('server_aliases').whereIn('alias', tooMany).delete();
  }
}
