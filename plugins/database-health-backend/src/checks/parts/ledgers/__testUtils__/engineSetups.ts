import { available, startMariadb } from 'mariadb-server';
import {
  type PostgresMajor,
  type PostgresServer,
  availableMajors,
  startPostgres,
} from 'postgres-server';
import { mariadb } from '../../../../engines/__testUtils__/mariadbSubjects';
import {
  databaseMode,
  schemaMode,
} from '../../../../engines/__testUtils__/postgresSubjects';
import { sqliteFile } from '../../../../engines/__testUtils__/sqliteSubjects';
import type { SubjectKind } from '../../../../engines/__testUtils__/subject';
import type { EngineSetup } from './sickDatabase';

/** A setup with what it needs to be closed again. */
export interface OpenSetup extends EngineSetup {
  close(): Promise<void>;
}

interface SetupKind {
  readonly name: string;
  readonly engine: 'postgres' | 'sqlite' | 'mysql';
  open(): Promise<OpenSetup>;
}

function postgres(
  major: PostgresMajor,
  mode: string,
  kindOf: (server: PostgresServer) => SubjectKind,
): SetupKind {
  return {
    name: `PostgreSQL ${major} in ${mode} mode`,
    engine: 'postgres',
    async open() {
      const server = await startPostgres({ major });
      return {
        kind: kindOf(server),
        shellEnvironment: () => ({
          PGHOST: server.host,
          PGPORT: String(server.port),
          PGUSER: server.user,
          PGPASSWORD: server.password,
        }),
        close: () => server.dispose(),
      };
    },
  };
}

const sqlite: SetupKind = {
  name: 'SQLite',
  engine: 'sqlite',
  async open() {
    const kind = sqliteFile();
    return {
      kind,
      shellEnvironment: ({ client }) => ({
        DATABASE_FILE: client.client.config.connection.filename,
      }),
      close: () => kind.dispose(),
    };
  },
};

const ofMariadb: SetupKind = {
  name: 'MariaDB',
  engine: 'mysql',
  async open() {
    const server = await startMariadb();
    return {
      kind: mariadb(server),
      shellEnvironment: ({ identity }) => {
        const url = new URL(`mysql://${server.host}:${server.port}`);
        url.username = server.user;
        url.password = server.password;
        url.pathname = identity.name;
        return { DATABASE_URL: String(url) };
      },
      close: () => server.dispose(),
    };
  },
};

/** Every engine that is here, each of its own way of dividing plugins. */
export const engineSetups: readonly SetupKind[] = [
  sqlite,
  ...availableMajors.map(major => postgres(major, 'database', databaseMode)),
  postgres(18, 'schema', schemaMode),
  ...(available ? [ofMariadb] : []),
];
