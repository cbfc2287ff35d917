import { readHttpServerOptions } from '@backstage/backend-defaults/rootHttpRouter';
import type { RootConfigService } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { AnyCheck } from 'backstage-plugin-database-health-node';
import { ownPluginId } from '../ownPluginId';
import type { Retention } from '../store';
import { dayMs, hourMs, minuteMs } from '../timeSpans';
import { allowKeys, requireKnown } from './allowed';
import { type Budgets, readBudgets } from './budgets';
import { type ConfiguredCheck, readChecks } from './checks';
import { readDuration } from './durations';
import { readHistory } from './history';
import { type IncidentsConfig, readIncidents } from './incidents';

/** The configuration under `databaseHealth`, complete and frozen. */
export interface DatabaseHealthConfig {
  readonly pulseIntervalMs: number;
  readonly surveyIntervalMs: number;
  readonly budgets: Budgets;
  /** How long samples are kept, and from what age on how many. */
  readonly history: Retention;
  /** When people are told of what is wrong, and who. */
  readonly incidents: IncidentsConfig;
  readonly readiness: {
    /** Without whose databases the backend is not ready. */
    readonly plugins: readonly string[];
    readonly failureThreshold: number;
  };
  /** The checks that are switched on, with their limits. */
  readonly checks: readonly ConfiguredCheck[];
  /** On which this backend listens. */
  readonly backendPort: number;
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
    'incidents',
    'readiness',
    'checks',
    // Read by the module that sends them.
    'notifications',
  ]);
  const section = (key: string, allowed: string[]) => {
    const value = config?.getOptionalConfig(key);
    allowKeys(value, `databaseHealth.${key}`, allowed);
    return value;
  };
  const pulse = section('pulse', ['interval']);
  const survey = section('survey', ['interval']);
  const history = section('history', ['fine', 'hourly', 'daily']);
  const incidents = section('incidents', [
    'openAfter',
    'closeAfter',
    'digest',
    'webhooks',
    'silences',
  ]);
  const readiness = section('readiness', ['plugins', 'failureThreshold']);

  return Object.freeze({
    pulseIntervalMs: readDuration(pulse, 'interval', 'databaseHealth.pulse', {
      defaultMs: 15_000,
      leastMs: 1_000,
      mostMs: hourMs,
    }),
    surveyIntervalMs: readDuration(
      survey,
      'interval',
      'databaseHealth.survey',
      {
        defaultMs: 10 * minuteMs,
        leastMs: 10_000,
        // History keeps one sample a day, which each survey gives.
        mostMs: dayMs,
      },
    ),
    budgets: readBudgets(
      config?.getOptionalConfig('budgets'),
      rootConfig,
      available.pluginIds,
    ),
    history: readHistory(history),
    incidents: readIncidents(incidents, {
      checkIds: available.checks.map(({ id }) => id),
      pluginIds: available.pluginIds,
    }),
    readiness: Object.freeze({
      plugins: readPlugins(readiness, available.pluginIds),
      failureThreshold: readThreshold(readiness),
    }),
    checks: readChecks(config?.getOptionalConfig('checks'), available.checks),
    backendPort: readHttpServerOptions(rootConfig.getOptionalConfig('backend'))
      .listen.port,
    pageUrl: `${(rootConfig.getOptionalString('app.baseUrl') ?? '').replace(
      /\/+$/,
      '',
    )}/database-health`,
  });
}

function readPlugins(
  config: Config | undefined,
  pluginIds: readonly string[],
): readonly string[] {
  const plugins = config?.getOptionalStringArray('plugins') ?? [];
  // Our own database never decides over the portal.
  const allowed = pluginIds.filter(id => id !== ownPluginId);
  plugins.forEach((id, i) =>
    requireKnown(id, `databaseHealth.readiness.plugins[${i}]`, allowed),
  );
  return plugins;
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
