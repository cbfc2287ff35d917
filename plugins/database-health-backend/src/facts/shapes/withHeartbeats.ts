import { z } from 'zod/v4';
import type { SharedBy, Shapes } from './types';
import { durations, failure, list, number, text, time, yes } from './parts';

const readOnly = z.enum(['standby', 'setting']);

const counter = number.nullable();

const counted = {
  commits: counter,
  rollbacks: counter,
  deadlocks: counter,
  temporaryFiles: counter,
  temporaryBytes: counter,
};

/** The facts that other replicas get with each heartbeat. */
export const shapesWithHeartbeats: Shapes<SharedBy<'heartbeat'>> = {
  reachability: z.object({
    answered: yes,
    failures: number,
    failingSince: time.optional(),
    answeringSince: time.optional(),
    lastAnsweredAt: time.optional(),
    failure: failure.optional(),
    tookMs: number,
    poolFull: yes,
    readOnly: readOnly.optional(),
  }),
  ping: z.object({ averageMs: number, lastMs: number, at: time }),
  pool: z.object({
    used: number,
    free: number,
    pending: number,
    creating: number,
    min: number,
    max: number,
    waits: durations,
    oldestWaitMs: number,
    timeouts: number,
    createFailures: number,
    createFailingSince: time.optional(),
    lastCreateFailureAt: time.optional(),
    createFailure: failure.optional(),
    unansweredSince: time.optional(),
    history: list(
      z.object({
        at: time,
        used: number,
        pending: number,
        max: number,
        timeouts: number,
      }),
    ),
  }),
  identityToken: z
    .object({
      provider: z.enum(['azure', 'cloudsql', 'rds', 'other']),
      obtainedAt: time.optional(),
      due: yes,
      failingSince: time.optional(),
      lastFailureAt: time.optional(),
      failure: failure.optional(),
    })
    .nullable(),
  queries: z.object({
    count: number,
    errors: number,
    duplicates: number,
    times: durations,
    unanswered: list(
      z.object({ pid: number.optional(), since: time }),
    ).optional(),
    history: list(z.object({ at: time, count: number, errors: number })),
    statements: list(
      z.object({
        text,
        count: number,
        errors: number,
        estimated: yes,
        totalMs: number,
        meanMs: number,
        maxMs: number,
        p95Ms: number,
        since: time,
        lastAt: time,
      }),
    ),
    failures: list(
      z.intersection(failure, z.object({ count: number, lastAt: time })),
    ),
    failing: list(
      z.object({
        text,
        failures: number,
        since: time,
        lastAt: time,
        failure,
      }),
    ),
  }),
  connections: z.object({
    used: number,
    limit: number,
    run: text.optional(),
    readOnly: readOnly.optional(),
    peak: z.object({ used: number, since: time }).optional(),
    reserved: number,
    byPlugin: list(
      z.object({ pluginId: text.nullable(), used: number }),
    ).optional(),
    byLimitedRole: list(
      z.object({
        name: text,
        pluginIds: list(text),
        byName: z.literal(true).optional(),
        used: number,
        limit: number,
      }),
    ).optional(),
  }),
  statistics: list(
    z.object({
      database: text.optional(),
      pluginIds: list(text).optional(),
      ...counted,
      connections: number,
      connectionLimit: number.nullable().optional(),
      history: list(z.object({ at: time, ...counted })),
    }),
  ),
  sessions: z.object({
    sessions: list(
      z.object({
        pid: number,
        own: yes,
        database: text,
        pluginId: text.nullable(),
        stranger: z.literal(true).optional(),
        application: text,
        user: text,
        client: text.nullable(),
        state: z.enum(['active', 'idle-in-transaction', 'idle']),
        background: text.optional(),
        stateMs: number,
        transactionMs: number.optional(),
        waitsFor: text.optional(),
        blockedBy: list(number),
        blockedMs: number.optional(),
        statement: text,
      }),
    ),
    truncated: yes,
    partial: yes,
  }),
};
