import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import {
  coreServices,
  createServiceFactory,
  type RootLoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';
import { type Portal, startPortal } from '../portal';
import type { OwnDatabase } from './ownDatabases';
import type { Trouble } from './troubles';

const token = 'token-of-the-tests';

/** A portal whose store may be in trouble, and what its log was told of ours. */
export interface TroubledPortal extends Portal {
  /** Warnings and errors of our plugin. */
  readonly told: string[];
}

/** Backstage's own authentication: it keeps its keys in our database, too. */
export async function startTroubled(
  { database }: Trouble,
  { server, role, database: name }: OwnDatabase,
): Promise<TroubledPortal> {
  const told: string[] = [];
  const { host, port } = server;
  const inSchemas = database?.pluginDivisionMode === 'schema';
  const inMemory = { client: 'better-sqlite3', connection: ':memory:' };
  const portal = await startPortal({
    database: {
      client: 'pg',
      connection: {
        ...{ host, port, user: role, password: role },
        ...(inSchemas && { database: name }),
      },
      prefix: `${role}_`,
      ...(!inSchemas && { plugin: { inventory: inMemory, orders: inMemory } }),
      ...database,
    },
    databaseHealth: {
      pulse: { interval: '15s' },
      readiness: { plugins: ['inventory', 'orders'] },
      checks: { latency: false, 'pool-wait': false },
    },
    backend: {
      auth: {
        externalAccess: [
          { type: 'static', options: { token, subject: 'tests' } },
        ],
      },
    },
    token,
    features: [
      authServiceFactory,
      httpAuthServiceFactory,
      createServiceFactory({
        service: coreServices.rootLogger,
        deps: {},
        factory: () => loggerOf({}, told),
      }),
    ],
  });
  return { ...portal, told };
}

function loggerOf(meta: JsonObject, told: string[]): RootLoggerService {
  const tell = (message: string, more?: JsonObject | Error) => {
    const plugin = (more as { plugin?: JsonValue })?.plugin ?? meta.plugin;
    // What Backstage says of each answer to a request is of the request.
    if (
      plugin === 'database-health' &&
      !/^Request failed|^Filtered internal error/.test(message)
    ) {
      told.push(`${message} ${more}`);
    }
  };
  return mockServices.logger.mock({
    warn: tell,
    error: tell,
    child: more => loggerOf({ ...meta, ...more }, told),
  });
}
