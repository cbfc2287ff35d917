import type { RootConfigService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Incident } from 'backstage-plugin-database-health-common';

const severities = ['critical', 'warning'] as const;

/** References of entities; `undefined` where the configuration says nothing. */
export type BySeverity = {
  readonly [S in Incident['severity']]?: readonly string[];
};

/** Who gets notifications, as configured. */
export interface Recipients {
  /** Once a day in place of each time. */
  readonly digest: boolean;
  readonly default: BySeverity | undefined;
  readonly plugins: ReadonlyMap<string, BySeverity>;
}

/**
 * Reads `databaseHealth.notifications`. Throws an `InputError` that names the key and
 * what is allowed.
 */
export function readNotificationsConfig(
  rootConfig: RootConfigService,
): Recipients {
  const path = 'databaseHealth.notifications';
  const config = rootConfig.getOptionalConfig(path);
  allowKeys(config, path, ['default', 'digest', 'plugins']);
  const plugins = config?.getOptionalConfig('plugins');
  return {
    digest: config?.getOptionalBoolean('digest') ?? false,
    default: config?.has('default')
      ? readBySeverity(config, 'default', path)
      : undefined,
    plugins: new Map(
      plugins
        ?.keys()
        .map(id => [id, readBySeverity(plugins, id, `${path}.plugins`)]),
    ),
  };
}

/** A list holds for every severity. */
function readBySeverity(
  config: Config,
  key: string,
  parent: string,
): BySeverity {
  const path = `${parent}.${key}`;
  const value = config.get(key);
  if (Array.isArray(value)) {
    const refs = readRefs(value, path);
    return { critical: refs, warning: refs };
  }
  if (typeof value !== 'object') {
    throw new InputError(
      `${path} must be a list of references of entities, or an object of ${severities.join(
        ', ',
      )}`,
    );
  }
  const section = config.getConfig(key);
  allowKeys(section, path, severities);
  return Object.fromEntries(
    section
      .keys()
      .map(severity => [
        severity,
        readRefs(section.get(severity), `${path}.${severity}`),
      ]),
  );
}

function readRefs(value: unknown, path: string): readonly string[] {
  const refs = Array.isArray(value) ? value : undefined;
  if (!refs?.every(isRef)) {
    throw new InputError(
      `${path} must be a list of references of entities such as 'group:default/platform'`,
    );
  }
  return refs;
}

/** With its kind: without, nobody would be found. */
function isRef(value: unknown): boolean {
  try {
    return typeof value === 'string' && Boolean(parseEntityRef(value).kind);
  } catch {
    return false;
  }
}

function allowKeys(
  config: Config | undefined,
  path: string,
  allowed: readonly string[],
): void {
  const other = config?.keys().find(key => !allowed.includes(key));
  if (other !== undefined) {
    throw new InputError(
      `${path} has no '${other}'; allowed are ${allowed.join(', ')}`,
    );
  }
}
