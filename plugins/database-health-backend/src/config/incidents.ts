import type { Config } from '@backstage/config';
import type { SilenceRecord } from '../store';
import { hourMs, minuteMs } from '../timeSpans';
import { type DigestTime, readDigestTime } from './digestTime';
import { readDuration } from './durations';
import { readSilences } from './silences';
import { readWebhooks, type WebhookTarget } from './webhooks';

/** When people are told of what is wrong, and who. */
export interface IncidentsConfig {
  /** How long something must hold before it opens an incident, or closes it. */
  readonly openAfterMs: number;
  readonly closeAfterMs: number;
  readonly digest: DigestTime;
  readonly webhooks: readonly WebhookTarget[];
  readonly silences: readonly SilenceRecord[];
}

/** The defaults are two looks at a plugin database that failed, and four at one that is well. */
export function readIncidents(
  config: Config | undefined,
  available: { checkIds: readonly string[]; pluginIds: readonly string[] },
): IncidentsConfig {
  const path = 'databaseHealth.incidents';
  const bounds = { leastMs: 1_000, mostMs: hourMs };
  return Object.freeze({
    openAfterMs: readDuration(config, 'openAfter', path, {
      ...bounds,
      defaultMs: 10_000,
    }),
    closeAfterMs: readDuration(config, 'closeAfter', path, {
      ...bounds,
      defaultMs: minuteMs,
    }),
    digest: readDigestTime(config?.getOptionalConfig('digest')),
    silences: readSilences(
      config?.getOptionalConfig('silences'),
      available.pluginIds,
    ),
    webhooks: readWebhooks(config?.getOptionalConfig('webhooks'), available),
  });
}
