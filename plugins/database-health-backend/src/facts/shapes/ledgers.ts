import { z } from 'zod/v4';
import { failure, list, number, text, time, yes } from './parts';

const source = z.object({
  package: text.nullable(),
  directory: text.nullable(),
  directories: list(text).optional(),
});

const sessions = list(
  z.object({
    pid: number,
    since: time,
    waitsFor: text.optional(),
    progress: z
      .object({
        command: text,
        phase: text,
        done: number,
        total: number,
        unit: text,
      })
      .optional(),
  }),
);

/** What is kept as text is shown as a time. */
const isoTime = text.refine(given => !Number.isNaN(Date.parse(given)));

/** The fact `ledgers`. */
export const ledgers = list(
  z.object({
    table: text,
    schema: text.optional(),
    source: source.nullable(),
    otherSources: list(source).optional(),
    sharedBy: z.object({ pluginIds: list(text), isFirst: yes }).optional(),
    files: list(text).nullable(),
    absent: z.literal(true).optional(),
    applied: list(
      z.object({ name: text, batch: number, appliedAt: isoTime.nullable() }),
    ),
    lockRows: list(z.object({ index: number, isLocked: yes })).nullable(),
    heldSince: time.optional(),
    validationDisabled: yes,
    runningSince: time.optional(),
    lastRun: z
      .object({
        at: time,
        durationMs: number,
        outcome: z.enum(['succeeded', 'failed']),
        failure: failure.optional(),
      })
      .optional(),
    activity: z
      .object({
        holders: sessions,
        active: sessions,
        announced: z
          .object({ replicaId: text, since: time, alive: yes })
          .optional(),
        partial: yes,
      })
      .optional(),
    changed: list(text).optional(),
    changedByUpgrade: list(text).optional(),
    unreadable: failure.optional(),
  }),
);
