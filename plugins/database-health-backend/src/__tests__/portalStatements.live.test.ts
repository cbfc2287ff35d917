import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import auth from '@backstage/plugin-auth-backend';
import catalog from '@backstage/plugin-catalog-backend';
import scaffolderEntities from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import events from '@backstage/plugin-events-backend';
import notifications from '@backstage/plugin-notifications-backend';
import scaffolder from '@backstage/plugin-scaffolder-backend';
import search from '@backstage/plugin-search-backend';
import searchCatalog from '@backstage/plugin-search-backend-module-catalog';
import searchPg from '@backstage/plugin-search-backend-module-pg';
import signals from '@backstage/plugin-signals-backend';
import userSettings from '@backstage/plugin-user-settings-backend';
import { createDatabaseObservations } from '../observation/registry';
import createKnex, { type Knex } from 'knex';
import { type PostgresServer, startPostgres } from 'postgres-server';
import databaseHealth from '..';
import { closePools } from '../__testUtils__/closePools';
import { type Issued, shapeOf, tellsOf } from '../__testUtils__/issued';
import { eventually } from '../__testUtils__/eventually';

/** Signs that nothing has but what the test plants. */
const mark = (digits: number) => `zq${digits}qz`;
const anyMark = /zq\d|4711\d\d/i;

const entities = `
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: ${mark(471101)}, description: ${mark(471102)} }
spec: { type: team, children: [] }
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: { name: ${mark(471103)} }
spec:
  memberOf: [${mark(471101)}]
  profile: { displayName: "It's \\\\ ${mark(471104)}", email: ${mark(
  471105,
)}@example.com }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${mark(471106)}
  annotations: { example.com/number: '471107' }
spec: { type: service, lifecycle: ${mark(471108)}, owner: ${mark(471101)} }
---
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: { name: ${mark(471109)}, title: ${mark(471110)} }
spec:
  type: service
  parameters: { properties: { secret: { type: string } } }
  steps:
    - { id: log, action: debug:log, input: { message: ${mark(471111)} } }
`;

describe('the statements of a real portal', () => {
  let server: PostgresServer;
  let folder: string;
  let backend: TestBackend;
  const issued: Issued[] = [];
  const observations = createDatabaseObservations();

  beforeAll(async () => {
    server = await startPostgres();
    folder = await mkdtemp(join(tmpdir(), 'statements-'));
    const target = join(folder, 'entities.yaml');
    await writeFile(target, entities);
    backend = await startTestBackend({
      features: [
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            backend: {
              baseUrl: 'http://localhost:7007',
              database: {
                client: 'pg',
                connection: { ...server.connection() },
              },
            },
            catalog: {
              rules: [{ allow: ['Group', 'User', 'Component', 'Template'] }],
              locations: [{ type: 'file', target }],
              processingInterval: { seconds: 1 },
            },
          },
        }),
        schedulerServiceFactory,
        tellsOf(issued, observations),
        events,
        userSettings,
        auth,
        catalog,
        scaffolderEntities,
        scaffolder,
        search,
        searchPg,
        searchCatalog,
        notifications,
        signals,
        databaseHealth,
      ],
    });
  });
  afterAll(async () => {
    await untilTasksAreOver();
    await backend?.stop();
    // What some plugins began goes on while they stop.
    await eventually(async () => {
      for (const { pluginId, client } of observations.list()) {
        if (client?.client.pool?.numUsed()) {
          throw new Error(`${pluginId} still uses its database`);
        }
      }
    });
    await closePools(observations);
    await server?.dispose();
    await rm(folder, { recursive: true });
  });

  /**
   * The scaffolder asks for events of a task every second until it has seen the
   * last one, stopped or not, and would reject in whatever test runs then.
   */
  async function untilTasksAreOver() {
    const count = () =>
      issued.filter(({ sql }) => sql.includes('task_events')).length;
    let before: number;
    do {
      before = count();
      await sleep(2_500);
    } while (count() > before);
  }

  async function ask(
    method: string,
    path: string,
    body?: unknown,
    authorization = mockCredentials.user.header(),
  ) {
    const response = await fetch(
      `http://localhost:${backend.server.port()}/api/${path}`,
      {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
    );
    return { status: response.status, text: await response.text() };
  }

  async function succeed(...[method, path, ...rest]: Parameters<typeof ask>) {
    const { status, text } = await ask(method, path, ...rest);
    if (status >= 300) {
      throw new Error(`${method} ${path}: ${status} ${text}`);
    }
  }

  /** As a user of the portal would, with marks wherever one can write. */
  async function use() {
    await eventually(
      async () =>
        expect((await ask('GET', `catalog/entities`)).text).toContain(
          mark(471109),
        ),
      60_000,
    );
    await succeed(
      'GET',
      `catalog/entities/by-query?filter=metadata.name=${mark(
        471106,
      )}&fullTextFilterTerm=${mark(471108)}&limit=4711`,
    );
    await succeed('GET', `catalog/entity-facets?facet=kind`);
    await succeed('PUT', `user-settings/buckets/b/keys/${mark(471112)}`, {
      value: { secret: mark(471113), number: 471114 },
    });
    await succeed(
      'POST',
      'notifications',
      {
        recipients: { type: 'broadcast' },
        payload: { title: mark(471115), description: `'${mark(471116)}` },
      },
      mockCredentials.service.header(),
    );
    await succeed('GET', `notifications?search=${mark(471115)}`);
    await succeed('POST', 'scaffolder/v2/tasks', {
      templateRef: `template:default/${mark(471109)}`,
      values: { secret: `${mark(471117)}'; --`, number: 471118 },
    });
    await succeed('GET', 'scaffolder/v2/tasks');
    await succeed('GET', `search/query?term=${mark(471106)}`);
  }

  it('are told without any value, whole, written out and cut off', async () => {
    await use();
    const told = observations
      .list()
      .flatMap(({ traffic }) => traffic.slowestStatements(1_000));
    expect(told.length).toBeGreaterThan(40);
    expect(told.map(({ text }) => text).filter(hasValue)).toEqual([]);

    const knex = createKnex({ client: 'pg' });
    const planted = issued.filter(({ bindings }) =>
      anyMark.test(JSON.stringify(bindings)),
    );
    expect(planted.length).toBeGreaterThan(20);
    const written = new Set([
      ...issued.map(({ sql }) => sql),
      ...planted.map(each => writtenOut(knex, each)),
    ]);
    for (const [index, sql] of [...written].entries()) {
      const start = sql.slice(
        0,
        Math.floor(((index * 0.618) % 1) * sql.length),
      );
      const texts = [sql, start].map(each => shapeOf(each, 'pg'));
      expect({ sql, start, texts, leak: texts.find(hasValue) }).toEqual({
        sql,
        start,
        texts,
        leak: undefined,
      });
    }
  });
});

/** Names may hold digits, and what is in quotes is a name. */
function hasValue(text: string): boolean {
  const withoutNames = text.replace(/"[^"]*"/g, 'name');
  return anyMark.test(text) || /['"]|\$\d|\b\d/.test(withoutNames);
}

/** As Knex writes it in messages of errors: with its values in it. */
function writtenOut(knex: Knex, { sql, bindings }: Issued): string {
  const values = bindings.map(value => knex.raw('?', [value]).toString());
  return sql.replace(/\$(\d+)/g, (_, position) => values[position - 1]);
}
