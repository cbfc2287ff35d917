import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readConfiguredDatabase } from '../observation/configured';
import { allowKeys, requireKnown } from './allowed';

/** How many bytes are granted, to plugin databases and to servers. */
export interface Budgets {
  readonly defaultBytes: number | undefined;
  readonly bytesByPlugin: ReadonlyMap<string, number>;
  /** By `host:port`. */
  readonly bytesByServer: ReadonlyMap<string, number>;
}

/** Throws an `InputError` that names the key and what is allowed. */
export function readBudgets(
  budgets: Config | undefined,
  rootConfig: RootConfigService,
  pluginIds: readonly string[],
): Budgets {
  const path = 'databaseHealth.budgets';
  allowKeys(budgets, path, ['default', 'plugins', 'servers']);
  const plugins = budgets?.getOptionalConfig('plugins');
  allowKeys(plugins, `${path}.plugins`, pluginIds);
  const addresses = [
    ...new Set(
      pluginIds.map(id => readConfiguredDatabase(rootConfig, id).address),
    ),
  ];
  const servers = (budgets?.getOptionalConfigArray('servers') ?? []).map(
    (server, i): [string, number] => {
      allowKeys(server, `${path}.servers[${i}]`, ['address', 'size']);
      const address = server.getString('address');
      requireKnown(address, `${path}.servers[${i}].address`, addresses);
      return [address, readBytes(server, 'size', `${path}.servers[${i}]`)];
    },
  );
  return Object.freeze({
    defaultBytes: budgets?.has('default')
      ? readBytes(budgets, 'default', path)
      : undefined,
    bytesByPlugin: new Map(
      plugins
        ?.keys()
        .map(id => [id, readBytes(plugins, id, `${path}.plugins`)]),
    ),
    bytesByServer: new Map(servers),
  });
}

const byteUnits: Readonly<Record<string, number>> = {
  B: 1,
  ...Object.fromEntries(
    ['K', 'M', 'G', 'T'].flatMap((letter, i) => [
      [`${letter}B`, 1000 ** (i + 1)],
      [`${letter}iB`, 1024 ** (i + 1)],
    ]),
  ),
};

/** A number of bytes, or a text with a unit: `50GiB`. */
function readBytes(config: Config, key: string, path: string): number {
  const value = config.get(key);
  const [, amount, unit] =
    /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(String(value)) ?? [];
  const bytes = Number(amount) * (byteUnits[unit || 'B'] ?? NaN);
  if (!(bytes > 0)) {
    throw new InputError(
      `${path}.${key} is '${value}', but must be a size above 0 such as 50GiB; allowed units are ${Object.keys(
        byteUnits,
      ).join(', ')}`,
    );
  }
  return bytes;
}
