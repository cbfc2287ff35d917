import {
  type Engine,
  engineData,
} from 'backstage-plugin-database-health-common';
import type {
  Failure,
  FailureKind,
} from 'backstage-plugin-database-health-node';
import { z } from 'zod/v4';

/** Bounds of what is taken from the store, above all that readers give (ours). */
const longestText = 20_000;
const longestList = 20_000;

/** The latest that a `Date` can hold. */
const latestMs = 8.64e15;

export const text = z.string().max(longestText);
export const number = z.number();
export const yes = z.boolean();
export const time = z.number().min(-latestMs).max(latestMs);
export const engine = z.enum(Object.keys(engineData) as [Engine, ...Engine[]]);

export function list<T extends z.ZodType>(each: T) {
  return z.array(each).max(longestList);
}

const failureKinds: { readonly [K in FailureKind]: K } = {
  credentials: 'credentials',
  'database-missing': 'database-missing',
  'too-many-connections': 'too-many-connections',
  starting: 'starting',
  'shutting-down': 'shutting-down',
  dns: 'dns',
  refused: 'refused',
  'connect-timeout': 'connect-timeout',
  'connection-lost': 'connection-lost',
  tls: 'tls',
  timeout: 'timeout',
  locked: 'locked',
  permission: 'permission',
  damaged: 'damaged',
  'pool-full': 'pool-full',
  other: 'other',
};

export const failure: z.ZodType<Failure> = z.object({
  // A replica of a newer version may know more of them.
  kind: z.enum(failureKinds).catch('other'),
  sentence: text,
  remedy: text.optional(),
});

export const durations = z.object({
  count: number,
  p50Ms: number,
  p95Ms: number,
  p99Ms: number,
});
