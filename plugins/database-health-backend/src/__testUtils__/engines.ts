import type { JsonObject } from '@backstage/types';
import { available, startMariadb } from 'mariadb-server';
import { availableMajors, startPostgres } from 'postgres-server';

/** A server that a portal runs on. */
export interface RunningServer {
  /** `backend.database`. */
  database: { client: string; connection: JsonObject };
  start(): Promise<void>;
  stop(): Promise<void>;
  pause(): void;
  resume(): void;
  dispose(): Promise<void>;
}

/** An engine that has servers. */
export interface ServerEngine {
  name: string;
  /** Whether this machine has it; if not, what needs it is skipped. */
  available: boolean;
  startServer(): Promise<RunningServer>;
}

export function postgres(
  major: (typeof availableMajors)[number],
): ServerEngine {
  return {
    name: `PostgreSQL ${major}`,
    available: true,
    async startServer() {
      const server = await startPostgres({ major });
      const { database, ...connection } = server.connection();
      return { ...server, database: { client: 'pg', connection } };
    },
  };
}

export const mariadb: ServerEngine = {
  name: 'MariaDB',
  available,
  async startServer() {
    const server = await startMariadb();
    const connection = { ...server.connection() };
    return { ...server, database: { client: 'mysql2', connection } };
  },
};

export const serverEngines: readonly ServerEngine[] = [
  ...availableMajors.map(postgres),
  mariadb,
];

/** `describe.each`, but what this machine does not have is skipped. */
export function describeEach<E extends { name: string; available: boolean }>(
  engines: readonly E[],
  title: string,
  tests: (engine: E) => void,
): void {
  for (const engine of engines) {
    (engine.available ? describe : describe.skip)(
      `${title} ${engine.name}`,
      () => tests(engine),
    );
  }
}
