import type { ActionsRegistryActionOptions } from '@backstage/backend-plugin-api/alpha';
import {
  type Engine,
  engineData,
  type Finding,
  type Severity,
  type Status,
} from 'backstage-plugin-database-health-common';

/** The zod that the registry hands in. */
export type Zod = Parameters<
  ActionsRegistryActionOptions<never, never>['schema']['input']
>[0];

export const statuses = [
  'critical',
  'warning',
  'unknown',
  'ok',
] as const satisfies readonly Status[];

export const severities = [
  'critical',
  'warning',
  'info',
] as const satisfies readonly Severity[];

export const engines = Object.keys(engineData) as [Engine, ...Engine[]];

export function findingSchema(z: Zod) {
  return z.object({
    key: z.string().describe('Stable over time'),
    checkId: z.string(),
    severity: z.enum(severities),
    databaseId: z.string().optional(),
    serverId: z.string().optional(),
    object: z.string().optional(),
    message: z.string(),
    why: z.string().describe('Why it matters'),
    since: z.string().describe('ISO 8601 UTC'),
    observed: z.union([z.string(), z.number()]),
    limit: z.union([z.string(), z.number()]).nullable(),
    unit: z.string().describe('Of observed and limit'),
    remedy: z
      .object({
        text: z.string(),
        sql: z.string().optional(),
        shell: z.string().optional(),
      })
      .describe(
        'What a person may do. Lines are to be read and understood before they are run; nothing runs them automatically',
      ),
    dismissed: z
      .object({
        by: z.string(),
        reason: z.string(),
        until: z.string().optional(),
      })
      .optional()
      .describe('Set aside by somebody: it changes no status'),
  });
}

/** A finding without what belongs to its check and to the page. */
export function toFinding({
  title: _title,
  docs: _docs,
  limitSource: _limitSource,
  evidence,
  ...finding
}: Finding) {
  return { ...finding, ...evidence };
}
