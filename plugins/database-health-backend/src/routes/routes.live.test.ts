import {
  BackendFeature,
  createBackendFeatureLoader,
  createBackendModule,
  createServiceFactory,
  coreServices,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createCheck,
  databaseHealthExtensionPoint,
} from 'backstage-plugin-database-health-node';
import { Portal, startPortal } from '../__testUtils__/portal';
import { readingPaths } from '../__testUtils__/readingPaths';

const database = { client: 'better-sqlite3', connection: ':memory:' };

/** Allows only what it is given. */
function policy(...allowed: string[]) {
  return mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(({ permission }) => ({
        result: allowed.includes(permission.name)
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
      })),
  }).factory;
}

/** The test backend makes up a plugin for a module that it sees without one. */
function loaded(feature: BackendFeature) {
  return createBackendFeatureLoader({ loader: () => [feature] });
}

describe('routes', () => {
  let portal: Portal;
  afterEach(() => portal.stop());

  it.each(readingPaths('inventory'))(
    '%s is refused, and says so',
    async path => {
      portal = await startPortal({ database, features: [policy()] });
      const { body } = await portal.get(path).expect(403);
      expect(body.error.message).toContain('databaseHealth.read');
    },
  );

  it('refuses a refresh to those who may only read', async () => {
    portal = await startPortal({
      database,
      features: [policy('databaseHealth.read')],
    });
    await portal.get('/overview').expect(200);
    const { body } = await portal.post('/refresh').expect(403);
    expect(body.error.message).toContain('databaseHealth.manage');
  });

  it('shows hosts only to those who may see details', async () => {
    portal = await startPortal({
      database,
      features: [policy('databaseHealth.read')],
    });
    const { servers } = await portal.overview();
    expect(servers.length).toBeGreaterThan(0);
    for (const server of servers) {
      expect(server).not.toHaveProperty('host');
    }
    await portal.stop();
    portal = await startPortal({
      database,
      features: [policy('databaseHealth.read', 'databaseHealth.details.read')],
    });
    expect((await portal.overview()).servers[0]).toHaveProperty('host');
  });

  it('shows folders of its machine and its configuration only to those who may see details', async () => {
    const directories = async () => {
      await portal.eventually(async () => {
        const { body } = await portal.get('/migrations').expect(200);
        expect(body.ledgers.length).toBeGreaterThan(0);
      });
      const { body } = await portal.get('/migrations');
      const { ledgers } = await portal.detail('inventory');
      return [...body.ledgers, ...ledgers!]
        .filter(({ databaseId }) => databaseId === 'inventory')
        .flatMap(({ source }) => source.directory ?? []);
    };
    portal = await startPortal({
      database,
      features: [policy('databaseHealth.read')],
    });
    const part = portal.migrationsDirectory.split('/').pop();
    expect(await directories()).toEqual([part, part]);
    expect(await portal.detail('inventory')).not.toHaveProperty('settings');
    await portal.stop();
    portal = await startPortal({
      database,
      features: [policy('databaseHealth.read', 'databaseHealth.details.read')],
    });
    const whole = portal.migrationsDirectory;
    expect(await directories()).toEqual([whole, whole]);
    expect((await portal.detail('inventory')).settings).toContainEqual({
      key: 'client',
      value: 'better-sqlite3',
      from: 'backend.database.client',
    });
  });

  it('stands by the last decision while the permission service is away', async () => {
    let away = false;
    const permissions = mockServices.permissions.mock({
      authorize: async requests => {
        if (away) {
          throw new Error('connect ECONNREFUSED 10.0.0.1:5432');
        }
        return requests.map(({ permission }) => ({
          result:
            permission.name === 'databaseHealth.read'
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        }));
      },
    });
    portal = await startPortal({ database, features: [permissions.factory] });
    await portal.get('/overview').expect(200);
    away = true;
    await portal.get('/overview').expect(200);
    const { body } = await portal.post('/refresh').expect(503);
    expect(body.error.message).toBe(
      'The permission service does not answer, so nobody knows whether you may see this',
    );
    away = false;
    await portal.post('/refresh').expect(403);
    away = true;
    await portal.post('/refresh').expect(403);
  });

  it('takes one refresh in ten seconds', async () => {
    portal = await startPortal({ database });
    await portal.post('/refresh').expect(202);
    const { body, headers } = await portal.post('/refresh').expect(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(10);
    expect(body.error.message).toMatch(/try again in \d+ s/);
  });

  it('names the known ids where one is unknown', async () => {
    portal = await startPortal({ database });
    const { body } = await portal.get('/databases/catalogue').expect(404);
    expect(body.error.message).toBe(
      "No plugin database has the id 'catalogue'; known are database-health, inventory, orders",
    );
  });

  it('refuses what is no plain text, and names it', async () => {
    portal = await startPortal({ database });
    for (const [path, message] of [
      ['/databases/x%00', 'id must be whole characters'],
      [`/databases/${'x'.repeat(2_001)}`, 'id must not be longer than 2000'],
      ['/databases/%ED%A0%80', 'Failed to decode'],
      ['/databases/x%00/history?metric=size', 'id must be whole characters'],
      [
        '/databases/inventory/history?metric=size&object=x%00',
        'object must be whole characters',
      ],
      [
        `/databases/inventory/history?metric=${'x'.repeat(2_001)}`,
        'metric must not be longer',
      ],
      ['/storage?since=P1D%00', 'since must be whole characters'],
      ['/transitions?since[a]=P1D', 'since must be a text'],
      ['/incidents?since=%00', 'since must be whole characters'],
      ['/migrations?versionId=%00', 'versionId must be whole characters'],
      [
        '/migrations?directory=/x%00&databaseId=inventory',
        'directory must be whole characters',
      ],
      ['/status?plugin=inventory&plugin=%00', 'plugin must be whole'],
      ['/status?check[]=%00', 'check must be whole characters'],
      ['/status?%00=x', 'The name of a parameter must be whole characters'],
    ]) {
      const { body } = await portal.get(path).expect(400);
      expect(body.error.message).toContain(message);
    }
    await portal.get('/overview').expect(200);
  });

  it('answers probes with one word, without a token', async () => {
    portal = await startPortal({
      database,
      features: [
        policy(),
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
      ],
    });
    await portal.eventually(async () => {
      await portal.get('/health/ready').expect(200, { status: 'pass' });
    });
    for (const path of ['/health', '/health/live', '/health/ready']) {
      const { text, headers } = await portal.get(path).expect(200);
      expect(text).toBe('{"status":"pass"}');
      expect(headers['cache-control']).toBe('no-store');
    }
    await portal.get('/overview').expect(401);
  });

  it('tells alerts of every check that ran', async () => {
    portal = await startPortal({ database });
    await portal.survey();
    const { body, headers } = await portal.get('/status').expect(200);
    expect(headers['content-type']).toContain('application/health+json');
    expect(body).toMatchObject({
      status: 'pass',
      version: '1',
      serviceId: 'backstage-database-health',
      checks: {
        'inventory:reachable': [
          {
            componentId: 'inventory',
            componentType: 'datastore',
            status: 'pass',
            links: {
              about:
                'https://portal.example.com/database-health/databases/inventory',
            },
          },
        ],
      },
    });
    expect(Object.keys(body.checks)).not.toContain(
      'inventory:connection-budget',
    );
  });

  it('filters the status by plugin, check and severity', async () => {
    portal = await startPortal({ database });
    await portal.inventory('knex_migrations_lock').insert({ is_locked: 0 });
    await portal.inventory('knex_migrations').where({ batch: 1 }).delete();
    await portal.survey();

    const all = await portal.get('/status').expect(503);
    expect(all.body.status).toBe('fail');
    const other = await portal.get('/status?plugin=orders').expect(200);
    expect(other.body.status).toBe('pass');
    expect(
      Object.keys(other.body.checks).every(key => !key.startsWith('inventory')),
    ).toBe(true);
    const pending = await portal
      .get('/status?check=migrations-pending&check=size')
      .expect(200);
    expect(pending.body).toMatchObject({
      status: 'warn',
      output: '1 warning',
      checks: {
        'inventory:migrations-pending': [
          {
            status: 'warn',
            observedValue: 2,
            observedUnit: 'migrations',
          },
        ],
      },
    });
    const critical = await portal
      .get('/status?check=migrations-pending&minStatus=critical')
      .expect(200);
    expect(critical.body).toMatchObject({ status: 'pass', checks: {} });
    expect(critical.body).not.toHaveProperty('output');
    const worst = await portal.get('/status?minStatus=critical').expect(503);
    expect(Object.keys(worst.body.checks)).toEqual([
      'inventory:migrations-lock-malformed',
    ]);
    const notForSqlite = await portal
      .get('/status?check=deadlocks')
      .expect(200);
    expect(notForSqlite.body).toMatchObject({
      status: 'pass',
      checks: {},
    });
  });

  it.each([
    [
      'plugin=catalogue',
      "Unknown plugin 'catalogue'; known are database-health, inventory, orders",
    ],
    [
      'check=sise',
      "Unknown check 'sise'; known are blocked, certificate-expiry, configuration,",
    ],
    ['minStatus=bad', "Unknown minStatus 'bad'; known are critical, warning"],
  ])('refuses the status query %s', async (query, message) => {
    portal = await startPortal({ database });
    const { body } = await portal.get(`/status?${query}`).expect(400);
    expect(body.error.message).toContain(message);
  });

  it('refuses to compare with what it does not know', async () => {
    portal = await startPortal({ database });
    for (const [query, message] of [
      ['versionId=1.0', "Unknown versionId '1.0'; known are "],
      [
        'directory=/tmp&databaseId=catalogue',
        "Unknown databaseId 'catalogue'; known are database-health, inventory, orders",
      ],
      ['directory=/tmp', 'the databaseId whose ledgers belong to it'],
    ]) {
      const { body } = await portal.get(`/migrations?${query}`).expect(400);
      expect(body.error.message).toContain(message);
    }
  });

  it('runs checks that other modules add', async () => {
    portal = await startPortal({
      database,
      features: [
        loaded(
          createBackendModule({
            pluginId: 'database-health',
            moduleId: 'few-tables',
            register(env) {
              env.registerInit({
                deps: { health: databaseHealthExtensionPoint },
                async init({ health }) {
                  health.addChecks(
                    createCheck({
                      id: 'few-tables',
                      title: 'Few tables',
                      rationale: 'A test.',
                      per: 'database',
                      needs: ['size'],
                      limits: { warning: 2 },
                      source: 'ours',
                      remedy: 'Drop some.',
                      evaluate: ({ size: { tables } }, { limits }) =>
                        tables > limits.warning
                          ? [
                              {
                                severity: 'warning',
                                message: `${tables} tables.`,
                                evidence: {
                                  observed: tables,
                                  limit: limits.warning,
                                  unit: 'tables',
                                },
                              },
                            ]
                          : [],
                    }),
                  );
                },
              });
            },
          }),
        ),
      ],
      databaseHealth: { checks: { 'few-tables': { warning: 3 } } },
    });
    await portal.survey();
    expect(await portal.check('inventory', 'few-tables')).toMatchObject({
      status: 'warning',
      findings: [{ evidence: { limit: 3 }, remedy: { text: 'Drop some.' } }],
    });
    const { body } = await portal.get('/checks').expect(200);
    expect(body.checks).toContainEqual({
      checkId: 'few-tables',
      title: 'Few tables',
      why: 'A test.',
      per: 'database',
      limits: { warning: 3 },
      limitSource: 'ours',
    });
  });

  describe('audit events', () => {
    /** Each event with how it ended. */
    let events: unknown[][];

    async function start(...features: BackendFeature[]) {
      events = [];
      const auditor = mockServices.auditor.mock({
        createEvent: async ({ eventId, meta }) => ({
          success: async more => {
            events.push([eventId, { ...meta, ...more?.meta }, 'succeeded']);
          },
          fail: async ({ error }) => {
            events.push([eventId, { ...meta }, error.name]);
          },
        }),
      });
      portal = await startPortal({
        database,
        features: [
          createServiceFactory({
            service: coreServices.auditor,
            deps: {},
            factory: () => auditor,
          }),
          ...features,
        ],
      });
    }

    it('tell of reads of what details are of, and whether these were shown', async () => {
      await start();
      await portal.detail('inventory');
      await portal.get('/connections').expect(200);
      await portal.get('/migrations').expect(200);
      const query = `directory=${portal.migrationsDirectory}&databaseId=inventory`;
      await portal.get(`/migrations?${query}`).expect(200);
      await portal.get('/overview').expect(200);
      const details = { details: true };
      expect(events).toEqual([
        ['database-read', { id: 'inventory', ...details }, 'succeeded'],
        ['connections-read', details, 'succeeded'],
        ['migrations-read', details, 'succeeded'],
        [
          'migrations-read',
          {
            directory: portal.migrationsDirectory,
            databaseId: 'inventory',
            ...details,
          },
          'succeeded',
        ],
      ]);
    });

    it('tell of reads without details, and of those that were refused', async () => {
      await start(policy('databaseHealth.read'));
      await portal.get('/connections').expect(200);
      await portal.get('/databases/catalogue').expect(404);
      await portal
        .get('/migrations?directory=/etc&databaseId=inventory')
        .expect(403);
      expect(events).toEqual([
        ['connections-read', { details: false }, 'succeeded'],
        ['database-read', { id: 'catalogue' }, 'NotFoundError'],
        [
          'migrations-read',
          { directory: '/etc', databaseId: 'inventory' },
          'NotAllowedError',
        ],
      ]);
    });

    it('tell of a refresh that came too early as one that failed', async () => {
      await start();
      await portal.post('/refresh').expect(202);
      await portal.post('/refresh').expect(429);
      expect(events).toEqual([
        ['refresh', {}, 'succeeded'],
        ['refresh', {}, 'TooManyRequestsError'],
      ]);
    });
  });
});
