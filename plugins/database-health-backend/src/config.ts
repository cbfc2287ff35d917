import type { RootConfigService } from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type { AnyCheck } from 'backstage-plugin-database-health-node';
import { readConfiguredDatabase } from 'backstage-plugin-database-health-node';

/** The configuration under `databaseHealth`, complete and frozen. */
export interface DatabaseHealthConfig {
  readonly pulseIntervalMs: number;
  readonly surveyIntervalMs: number;
  readonly budgets: Budgets;
  /** How long samples are kept, and from what age on how many. */
  readonly history: {
    readonly fineMs: number;
    readonly hourlyMs: number;
    readonly dailyMs: number;
  };
  readonly readiness: {
    /** `undefined` means every plugin that has a database. */
    readonly plugins: readonly string[] | undefined;
    readonly failureThreshold: number;
  };
  /** The checks that are switched on, with their limits. */
  readonly checks: readonly ConfiguredCheck[];
  /** Where the page is, for links in findings. */
  readonly pageUrl: string;
}

/** How many bytes are granted, to plugin databases and to servers. */
export interface Budgets {
  readonly defaultBytes: number | undefined;
  readonly bytesByPlugin: ReadonlyMap<string, number>;
  /** By `host:port`. */
  readonly bytesByServer: ReadonlyMap<string, number>;
}

export interface ConfiguredCheck {
  readonly check: AnyCheck;
  readonly limits: Readonly<Record<string, number>>;
}

/**
 * Reads `databaseHealth`. Throws an `InputError` that names the key and what
 * is allowed.
 */
export function readDatabaseHealthConfig(
  rootConfig: RootConfigService,
  available: {
    checks: readonly AnyCheck[];
    pluginIds: readonly string[];
  },
): DatabaseHealthConfig {
  const config = rootConfig.getOptionalConfig('databaseHealth');
  allowKeys(config, 'databaseHealth', [
    'pulse',
    'survey',
    'budgets',
    'history',
    'readiness',
    'checks',
  ]);
  const section = (key: string, allowed: string[]) => {
    const value = config?.getOptionalConfig(key);
    allowKeys(value, `databaseHealth.${key}`, allowed);
    return value;
  };
  const pulse = section('pulse', ['interval']);
  const survey = section('survey', ['interval']);
  const history = section('history', ['fine', 'hourly', 'daily']);
  const readiness = section('readiness', ['plugins', 'failureThreshold']);

  return Object.freeze({
    pulseIntervalMs: readInterval(pulse, 'databaseHealth.pulse', {
      defaultMs: 15_000,
      leastMs: 1_000,
    }),
    surveyIntervalMs: readInterval(survey, 'databaseHealth.survey', {
      defaultMs: 600_000,
      leastMs: 10_000,
    }),
    budgets: readBudgets(config, rootConfig, available.pluginIds),
    history: readHistory(history),
    readiness: Object.freeze({
      plugins: readKnown(
        readiness?.getOptionalStringArray('plugins'),
        'databaseHealth.readiness.plugins',
        available.pluginIds,
      ),
      failureThreshold: readThreshold(readiness),
    }),
    checks: readChecks(config?.getOptionalConfig('checks'), available.checks),
    pageUrl: `${(rootConfig.getOptionalString('app.baseUrl') ?? '').replace(
      /\/+$/,
      '',
    )}/database-health`,
  });
}

function readInterval(
  config: Config | undefined,
  path: string,
  bounds: { defaultMs: number; leastMs: number },
): number {
  if (!config?.has('interval')) {
    return bounds.defaultMs;
  }
  const ms = durationToMilliseconds(
    readDurationFromConfig(config, { key: 'interval' }),
  );
  if (ms < bounds.leastMs) {
    throw new InputError(
      `${path}.interval is ${ms} ms, but must be at least ${bounds.leastMs} ms`,
    );
  }
  return ms;
}

function readBudgets(
  config: Config | undefined,
  rootConfig: RootConfigService,
  pluginIds: readonly string[],
): Budgets {
  const path = 'databaseHealth.budgets';
  const budgets = config?.getOptionalConfig('budgets');
  allowKeys(budgets, path, ['default', 'plugins', 'servers']);
  const plugins = budgets?.getOptionalConfig('plugins');
  allowKeys(plugins, `${path}.plugins`, pluginIds);
  const addresses = pluginIds.map(
    id => readConfiguredDatabase(rootConfig, id).address,
  );
  const servers = (budgets?.getOptionalConfigArray('servers') ?? []).map(
    (server, i): [string, number] => {
      allowKeys(server, `${path}.servers[${i}]`, ['address', 'size']);
      const address = server.getString('address');
      readKnown([address], `${path}.servers`, [...new Set(addresses)]);
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

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/** The bounds keep what is read at once, and our own tables, small. */
function readHistory(config: Config | undefined) {
  const read = (
    key: string,
    defaultMs: number,
    bounds: { leastMs: number; mostMs: number },
  ) => {
    const ms = config?.has(key)
      ? durationToMilliseconds(readDurationFromConfig(config, { key }))
      : Math.min(Math.max(defaultMs, bounds.leastMs), bounds.mostMs);
    if (ms < bounds.leastMs || ms > bounds.mostMs) {
      throw new InputError(
        `databaseHealth.history.${key} is ${inHours(
          ms,
        )}, but must be from ${inHours(bounds.leastMs)} to ${inHours(
          bounds.mostMs,
        )}`,
      );
    }
    return ms;
  };
  const fineMs = read('fine', 2 * dayMs, {
    leastMs: hourMs,
    mostMs: 14 * dayMs,
  });
  const hourlyMs = read('hourly', 14 * dayMs, {
    leastMs: Math.max(dayMs, fineMs),
    mostMs: 90 * dayMs,
  });
  const dailyMs = read('daily', 730 * dayMs, {
    leastMs: hourlyMs,
    mostMs: 1_826 * dayMs,
  });
  return Object.freeze({ fineMs, hourlyMs, dailyMs });
}

function inHours(ms: number): string {
  return `${Number((ms / hourMs).toFixed(2))} h`;
}

function readThreshold(config: Config | undefined): number {
  const threshold = config?.getOptionalNumber('failureThreshold') ?? 3;
  if (!Number.isInteger(threshold) || threshold < 1) {
    throw new InputError(
      `databaseHealth.readiness.failureThreshold is ${threshold}, but must be a whole number of at least 1`,
    );
  }
  return threshold;
}

function readChecks(
  config: Config | undefined,
  checks: readonly AnyCheck[],
): readonly ConfiguredCheck[] {
  allowKeys(
    config,
    'databaseHealth.checks',
    checks.map(check => check.id),
  );
  return Object.freeze(
    checks
      .filter(check => config?.getOptional(check.id) !== false)
      .map(check => ({ check, limits: readLimits(config, check) })),
  );
}

function readLimits(
  config: Config | undefined,
  check: AnyCheck,
): Readonly<Record<string, number>> {
  const path = `databaseHealth.checks.${check.id}`;
  if (config?.has(check.id) && typeof config.get(check.id) !== 'object') {
    throw new InputError(
      `${path} must be false, or an object of ${list(
        Object.keys(check.limits),
      )}`,
    );
  }
  const overrides = config?.getOptionalConfig(check.id);
  allowKeys(overrides, path, Object.keys(check.limits));
  const limits: Record<string, number> = { ...check.limits };
  for (const key of overrides?.keys() ?? []) {
    const limit = overrides!.getNumber(key);
    if (!Number.isFinite(limit) || limit < 0) {
      throw new InputError(
        `${path}.${key} is ${limit}, but must be a number of at least 0`,
      );
    }
    limits[key] = limit;
  }
  return Object.freeze(limits);
}

function allowKeys(
  config: Config | undefined,
  path: string,
  allowed: readonly string[],
): void {
  readKnown(config?.keys(), path, allowed);
}

function readKnown(
  names: readonly string[] | undefined,
  path: string,
  known: readonly string[],
): readonly string[] | undefined {
  for (const name of names ?? []) {
    if (!known.includes(name)) {
      throw new InputError(
        `${path} has no '${name}'; allowed are ${list(known)}`,
      );
    }
  }
  return names;
}

function list(names: readonly string[]): string {
  return [...names].sort().join(', ') || 'none';
}
