import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { ownPluginId } from '../ownPluginId';
import { misleadingKeyInWords } from '../pure/misleadingKeys';
import { concerns, findMisleadingKeys } from './misleadingKeys';

const installed = ['auth', 'catalog', 'mcp-actions', 'search'];

const isOpened = () => true;

const found = (database: JsonObject) =>
  findMisleadingKeys(new ConfigReader({ backend: { database } }), installed);

describe('misleading keys', () => {
  it.each([
    ['mcpActions', 'mcp-actions'],
    ['mcp_actions', 'mcp-actions'],
    ['Catalog', 'catalog'],
    ['catlog', 'catalog'],
    ['serach', 'search'],
    ['aut', undefined],
    ['billing', undefined],
  ])('are those of no plugin: %s, nearest %s', (id, nearest) => {
    const [key, ...others] = found({ client: 'pg', plugin: { [id]: {} } });
    expect(others).toEqual([]);
    expect(key).toEqual({
      key: `backend.database.plugin.${id}`,
      fault: 'no-plugin',
      ...(nearest && { nearest }),
    });
    expect(
      [...installed, ownPluginId].filter(each => concerns(key, each, isOpened)),
    ).toEqual([nearest ?? ownPluginId]);
    expect(misleadingKeyInWords(key).message).toContain(
      nearest ? `the plugin is called ${nearest}` : 'the key of no plugin',
    );
  });

  it('are told with ours where the plugin that is meant opens no database', () => {
    const [key] = found({ plugin: { mcpActions: {} } });
    const told = [...installed, ownPluginId].filter(id =>
      concerns(key, id, () => false),
    );
    expect(told).toEqual([ownPluginId]);
  });

  it('are not taken for a plugin that has a key of its own', () => {
    expect(found({ plugin: { catalog: {}, catalogs: {} } })).toEqual([
      { key: 'backend.database.plugin.catalogs', fault: 'no-plugin' },
    ]);
  });

  it.each([
    ['require', 1],
    ['false', 1],
    ['true', 0],
    ['no-verify', 0],
    [true, 0],
    [{ rejectUnauthorized: false }, 0],
  ])('are `ssl` with what `pg` cannot take: %j', (ssl, count) => {
    const common = found({ client: 'pg', connection: { ssl } });
    expect(common).toHaveLength(count);
    for (const key of common) {
      expect(installed.filter(each => concerns(key, each, isOpened))).toEqual(
        installed,
      );
    }
    const own = found({
      client: 'better-sqlite3',
      plugin: { auth: { client: 'pg', connection: { ssl } } },
    });
    expect(own).toHaveLength(count);
    for (const key of own) {
      expect(key.key).toBe('backend.database.plugin.auth.connection.ssl');
      expect(installed.filter(each => concerns(key, each, isOpened))).toEqual([
        'auth',
      ]);
    }
  });

  it.each([
    ['mysql2', { ssl: 'Amazon RDS' }],
    ['pg', 'postgresql://db/one?sslmode=require'],
  ])('are none of what the driver %s can take', (client, connection) => {
    expect(found({ client, connection })).toEqual([]);
  });

  it.each([
    ['knexconfig', {}, [ownPluginId]],
    ['plugin', { auth: { role: 'x' } }, ['auth']],
    ['knexConfig', { pool: { maximum: 3 } }, [...installed, ownPluginId]],
  ])('are told with the database that they are of: %s', (key, value, told) => {
    const [only, ...others] = found({ client: 'pg', [key]: value });
    expect(others).toEqual([]);
    expect(
      [...installed, ownPluginId].filter(id => concerns(only, id, isOpened)),
    ).toEqual(told);
  });

  it('are none where nothing is configured, or what makes no sense', () => {
    for (const backend of [{}, { database: { plugin: 'x' } }]) {
      expect(
        findMisleadingKeys(new ConfigReader({ backend }), installed),
      ).toEqual([]);
    }
  });
});
