import {
  actionsRegistryServiceFactory,
  actionsServiceFactory,
} from '@backstage/backend-defaults/alpha';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import mcpActions from '@backstage/plugin-mcp-actions-backend';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  databaseHealthDetailsReadPermission as details,
  databaseHealthManagePermission as manage,
  databaseHealthReadPermission as read,
} from 'backstage-plugin-database-health-common';
import { startPostgres, type PostgresServer } from 'postgres-server';
import { connectionOf } from '../__testUtils__/deployments';
import { Portal, startPortal } from '../__testUtils__/portal';

jest.mock('../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

/** What each user may. */
const allowed: Record<string, readonly string[]> = {
  'user:default/nobody': [],
  'user:default/reader': [read.name],
  'user:default/admin': [read.name, details.name],
  // Who asks without the client.
  'user:default/mock': [read.name, manage.name],
};

const permissions = mockServices.permissions.mock({
  async authorize(asked, options) {
    const { principal } = (options as { credentials: any }).credentials;
    return asked.map(({ permission: { name } }) => ({
      result: (allowed[principal.userEntityRef] ?? []).includes(name)
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
    }));
  },
});

describe('an MCP client', () => {
  let server: PostgresServer;
  let portal: Portal;
  const clients: Client[] = [];

  beforeAll(async () => {
    server = await startPostgres({ major: 18 });
    portal = await startPortal({
      database: { client: 'pg', connection: connectionOf(server) },
      backend: { actions: { pluginSources: ['database-health'] } },
      databaseHealth: { checks: { latency: false, 'pool-wait': false } },
      features: [
        mcpActions,
        actionsServiceFactory,
        actionsRegistryServiceFactory,
        permissions.factory,
      ],
    });
    await portal.inventory('knex_migrations_lock').insert({ is_locked: 0 });
    await portal.survey();
  });

  afterAll(async () => {
    await Promise.all(clients.map(client => client.close()));
    await portal?.stop();
    await server?.dispose();
  });

  async function connect(user: string): Promise<Client> {
    const { origin } = new URL(portal.get('/health').url);
    const client = new Client({ name: 'tests', version: '1.0.0' });
    await client.connect(
      new StreamableHTTPClientTransport(
        new URL('/api/mcp-actions/v1', origin),
        {
          requestInit: {
            headers: {
              Authorization: `Bearer ${mockCredentials.user.token(
                `user:default/${user}`,
              )}`,
            },
          },
        },
      ),
    );
    clients.push(client);
    return client;
  }

  async function call(
    client: Client,
    name: string,
    input: Record<string, unknown> = {},
  ) {
    const result = await client.callTool({
      name: `database-health.${name}`,
      arguments: input,
    });
    return {
      isError: result.isError === true,
      text: JSON.stringify(result.content),
      output: result.structuredContent as any,
    };
  }

  it('lists three actions that only read', async () => {
    const { tools } = await (await connect('reader')).listTools();
    expect(
      tools.map(({ name, annotations }) => ({ name, ...annotations })),
    ).toEqual(
      ['get-health', 'list-findings', 'get-database'].map(name =>
        expect.objectContaining({
          name: `database-health.${name}`,
          readOnlyHint: true,
          idempotentHint: true,
          destructiveHint: false,
        }),
      ),
    );
  });

  it('is told how all is, what was found, and of one database', async () => {
    const client = await connect('reader');
    const health = await call(client, 'get-health');
    expect(health.output).toMatchObject({
      status: 'critical',
      sentence: expect.any(String),
      servers: [{ engine: 'postgres' }],
    });
    expect(health.output.servers[0]).not.toHaveProperty('host');
    expect(health.output.databases[0]).toMatchObject({
      id: 'inventory',
      status: 'critical',
      reachable: true,
    });

    const all = await call(client, 'list-findings');
    expect(all.output.findings[0]).toMatchObject({
      checkId: 'migrations-lock-malformed',
      severity: 'critical',
      databaseId: 'inventory',
      remedy: { text: expect.any(String), sql: expect.any(String) },
    });
    const { output } = await call(client, 'list-findings', {
      database: 'orders',
      leastSeverity: 'critical',
    });
    expect(output).toEqual({ findings: [], more: 0 });

    const one = await call(client, 'get-database', { database: 'inventory' });
    expect(one.output).toMatchObject({
      id: 'inventory',
      engine: 'postgres',
      status: 'critical',
      sizeBytes: expect.any(Number),
      findings: [{ checkId: 'migrations-lock-malformed' }],
    });
    expect(one.output.ledgers).toContainEqual({
      table: 'knex_migrations',
      state: 'lock-malformed',
      lock: 'malformed',
      applied: 2,
      pending: [],
      missing: [],
    });
    expect(one.output.checks).toContainEqual({
      checkId: 'reachable',
      title: expect.any(String),
      status: 'ok',
    });
  });

  it('sees hosts with the permission for details only', async () => {
    const { output } = await call(await connect('admin'), 'get-health');
    expect(output.servers[0].host).toBe(`${server.host}:${server.port}`);
    const { text } = await call(await connect('reader'), 'get-health');
    expect(text).not.toContain(String(server.port));
  });

  it.each([
    ['get-health', {}],
    ['list-findings', {}],
    ['get-database', { database: 'inventory' }],
  ])('may not call %s without permission', async (name, input) => {
    const refused = await call(await connect('nobody'), name, input);
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain('databaseHealth.read');
    expect(refused.text).not.toContain('lock');
  });

  it('is told what there is where it asks for what there is not', async () => {
    const client = await connect('reader');
    for (const name of ['get-database', 'list-findings']) {
      const wrong = await call(client, name, { database: 'catalogue' });
      expect(wrong.isError).toBe(true);
      expect(wrong.text).toContain('database-health, inventory, orders');
    }
    const { isError } = await call(client, 'get-database');
    expect(isError).toBe(true);
  });
});
