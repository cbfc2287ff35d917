import type { RootConfigService } from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import type { AnyCheck } from 'backstage-plugin-database-health-node';
import type { Retention } from '../store';
import { allowKeys, readKnown } from './allowed';
import { type Budgets, readBudgets } from './budgets';
import { type ConfiguredCheck, readChecks } from './checks';
import { readHistory } from './history';

/** The configuration under `databaseHealth`, complete and frozen. */
export interface DatabaseHealthConfig {
  readonly pulseIntervalMs: number;
  readonly surveyIntervalMs: number;
  readonly budgets: Budgets;
  /** How long samples are kept, and from what age on how many. */
  readonly history: Retention;
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
      mostMs: 3_600_000,
    }),
    surveyIntervalMs: readInterval(survey, 'databaseHealth.survey', {
      defaultMs: 600_000,
      leastMs: 10_000,
      // History keeps one sample a day, which each survey gives.
      mostMs: 86_400_000,
    }),
    budgets: readBudgets(
      config?.getOptionalConfig('budgets'),
      rootConfig,
      available.pluginIds,
    ),
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
  bounds: { defaultMs: number; leastMs: number; mostMs: number },
): number {
  if (!config?.has('interval')) {
    return bounds.defaultMs;
  }
  const ms = durationToMilliseconds(
    readDurationFromConfig(config, { key: 'interval' }),
  );
  if (ms < bounds.leastMs || ms > bounds.mostMs) {
    throw new InputError(
      `${path}.interval is ${ms / 1000} s, but must be from ${
        bounds.leastMs / 1000
      } s to ${bounds.mostMs / 1000} s`,
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
