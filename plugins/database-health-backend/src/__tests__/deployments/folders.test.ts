import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { type ConfigSchema, loadConfigSchema } from '@backstage/config-loader';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { findMisleadingKeys } from '../../observation/misleadingKeys';
import { setUps } from '../../__testUtils__/setUps/folder';

const folders = readdirSync(setUps, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name);

const textOf = (...path: string[]) =>
  readFileSync(join(setUps, ...path), 'utf8');

/** What of a configuration differs between installations, or is a secret. */
const variable = /^(host|port|user|password|token|directory|.*[sS]ecret.*)$/;

function literals(value: unknown, key = ''): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, each]) =>
      literals(each, name),
    );
  }
  return variable.test(key) && !/^\$\{\w+\}$/.test(String(value))
    ? [`${key}: ${value}`]
    : [];
}

/** It works, but the schema of Backstage does not know MySQL. */
const unknownClient =
  'allowedValues=better-sqlite3,sqlite3,pg,embedded-postgres } at /backend/database/client';

/** What every portal configures besides. */
const portal = {
  app: { baseUrl: 'https://portal.example.com' },
  backend: { baseUrl: 'https://portal.example.com', listen: ':7007' },
};

function complaintsOf(schema: ConfigSchema, data: JsonObject): string[] {
  try {
    schema.process([
      { context: 'portal', data: portal },
      { context: 'set-up', data },
    ]);
    return [];
  } catch (error) {
    return (error as Error).message.split('; ');
  }
}

const schemaOfBackend = loadConfigSchema({
  dependencies: [
    '@backstage/backend-defaults',
    'backstage-plugin-database-health-backend',
  ],
});

describe.each(folders)('docs/deployments/%s', folder => {
  it('says what it is for, what must be right, and its limits', () => {
    const words = textOf(folder, 'README.md');
    expect(words).toMatch(/^# /);
    expect(words).toContain('**What must be right**: ');
    expect(words).toContain('**Known limits**: ');
    expect(textOf('README.md')).toContain(`[${folder}](${folder}/README.md)`);
  });

  it('is a row of a test', () => {
    const rows = readdirSync(__dirname).map(name =>
      readFileSync(join(__dirname, name), 'utf8'),
    );
    expect(rows.some(text => text.includes(`'${folder}'`))).toBe(true);
  });

  it('has a configuration that Backstage takes, with secrets from the environment', async () => {
    const config: JsonObject = parse(textOf(folder, 'app-config.yaml'), {
      strict: true,
    });
    expect(literals(config)).toEqual(
      // There Backstage's schema takes no text for it.
      folder === 'rds' ? ['port: 5432'] : [],
    );
    const complaints = complaintsOf(await schemaOfBackend, config);
    expect(complaints.filter(each => !each.includes(unknownClient))).toEqual(
      [],
    );
  });

  it('has no key that Backstage does not read', () => {
    const config: JsonObject = parse(textOf(folder, 'app-config.yaml'));
    const { plugin } = new ConfigReader(config).get<{ plugin?: object }>(
      'backend.database',
    );
    const pluginIds = ['auth', ...Object.keys(plugin ?? {})];
    expect(findMisleadingKeys(new ConfigReader(config), pluginIds)).toEqual([]);
  });

  it('makes no password known in its SQL', () => {
    const sql = existsSync(join(setUps, folder, 'privileges.sql'))
      ? textOf(folder, 'privileges.sql')
      : '';
    const passwords = [
      ...sql.matchAll(/(?:password|identified by) '([^']*)'/gi),
    ].map(([, password]) => password);
    expect(passwords.filter(each => !/^\$\{\w+\}$/.test(each))).toEqual([]);
  });
});

it('there are folders of set-ups', () => {
  expect(folders.length).toBeGreaterThan(15);
});
