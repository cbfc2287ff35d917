import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ConfigSources,
  FileConfigSource,
  StaticConfigSource,
} from '@backstage/config-loader';
import type { JsonObject } from '@backstage/types';
import { root } from '../monitoring/files';

/** The folder of all set-ups, `docs/deployments/`. */
export const setUps = join(root, 'docs/deployments');

/** What `${NAME}` stands for in a file of a set-up. */
export type Variables = Readonly<Record<string, string>>;

/**
 * The `app-config.yaml` of a set-up, read as Backstage reads it.
 *
 * @param overlay - Upon it: where plugins have a server of their own here.
 */
export async function readAppConfig(
  folder: string,
  env: Variables,
  overlay: JsonObject = {},
): Promise<JsonObject> {
  const config = await ConfigSources.toConfig(
    ConfigSources.merge([
      FileConfigSource.create({
        path: join(setUps, folder, 'app-config.yaml'),
        watch: false,
        substitutionFunc: async name => env[name],
      }),
      StaticConfigSource.create({ data: overlay }),
    ]),
  );
  config.close();
  return config.get<JsonObject>();
}

/** The statements of an SQL file of a set-up, as `envsubst` would write them. */
export function readStatements(
  folder: string,
  env: Variables,
  file = 'privileges.sql',
): string[] {
  return readFileSync(join(setUps, folder, file), 'utf8')
    .replaceAll(/\$\{(\w+)\}/g, (_, name) => env[name])
    .replaceAll(/^--.*$/gm, '')
    .split(/;\s*$/m)
    .map(statement => statement.trim())
    .filter(statement => statement !== '');
}
