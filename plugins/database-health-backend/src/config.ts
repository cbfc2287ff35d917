import type { RootConfigService } from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type { AnyCheck } from 'backstage-plugin-database-health-node';

/** The configuration under `databaseHealth`, complete and frozen. */
export interface DatabaseHealthConfig {
  readonly pulseIntervalMs: number;
  readonly surveyIntervalMs: number;
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
