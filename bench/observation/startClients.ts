import { join } from 'node:path';
import type { Knex } from 'knex';
import { startWorker } from '../worker';

/** How the queries of a client are listened to. */
export type Kind = 'bare' | 'control' | 'ours' | 'openTelemetry';

export type QueryName = 'select 1' | 'select of 1000 rows';

/** Queries to run one after the other, or some at once. */
export interface Turn {
  kind: Kind;
  query: QueryName;
  /** Queries that are under way at once. */
  parallel: number;
  count: number;
}

/** What a process can be asked for. */
export type Order = Turn | 'end';

/** Microseconds per query, or nothing where there is none to give. */
export type Told = number | undefined;

/** A process of its own, since OpenTelemetry changes all clients of a process. */
export interface Clients {
  /** Resolves to microseconds per query. */
  run(turn: Turn): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts a process with one client of each of these kinds.
 *
 * @throws Error when it ends before it is asked to.
 */
export async function startClients(
  kinds: readonly Kind[],
  config: Knex.Config,
): Promise<Clients> {
  const worker = await startWorker<Order, Told>(join(__dirname, 'clients.ts'), {
    KINDS: JSON.stringify(kinds),
    CONFIG: JSON.stringify(config),
  });
  return {
    run: async turn => (await worker.ask(turn))!,
    async stop() {
      await worker.ask('end');
      await worker.stop();
    },
  };
}
