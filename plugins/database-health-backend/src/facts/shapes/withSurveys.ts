import { z } from 'zod/v4';
import type { SharedBy, Shapes } from './types';
import { engine, list, number, text, time, yes } from './parts';
import { ledgers } from './ledgers';

const neighbours = list(
  z.object({
    name: text,
    database: text.optional(),
    pluginId: text,
    bytes: number.nullable(),
    inUse: yes.optional(),
  }),
);

/** The facts that other replicas get with each survey. */
export const shapesWithSurveys: Shapes<SharedBy<'survey'>> = {
  identity: z.object({
    engine,
    name: text,
    schema: text.optional(),
    foundSchema: text.nullable().optional(),
    version: text,
    role: z.enum(['primary', 'standby', 'unknown']),
    inMemory: yes,
    server: z
      .object({ key: text.optional(), run: text, pooled: yes.optional() })
      .optional(),
  }),
  encryption: z.object({
    encrypted: yes,
    verified: yes.optional(),
    local: yes,
    server: z.object({ version: text, cipher: text }).nullable(),
    certificate: z
      .object({
        subject: text,
        issuer: text,
        validFrom: time,
        validUntil: time,
        authorityValidUntil: time.optional(),
      })
      .optional(),
  }),
  size: z.object({
    bytes: number,
    approximate: yes,
    tables: number,
    freeBytes: number.optional(),
    walBytes: number.optional(),
  }),
  relations: z.object({
    tables: list(
      z.object({
        schema: text.optional(),
        name: text,
        kind: z.enum(['table', 'partitioned', 'materialized-view', 'virtual']),
        totalBytes: number,
        heapBytes: number,
        toastBytes: number,
        indexBytes: number,
        approximate: yes,
        estimatedRows: number.nullable(),
        deadRows: number.optional(),
        lastVacuumAt: time.optional(),
        lastAnalyzeAt: time.optional(),
      }),
    ),
    indexes: list(
      z.object({
        schema: text.optional(),
        table: text,
        name: text,
        bytes: number,
        approximate: yes,
        scans: number.optional(),
        rowsRead: number.optional(),
        unique: yes,
        valid: yes,
        lastUsedAt: time.optional(),
      }),
    ).nullable(),
    unmeasured: text.optional(),
  }),
  disk: z.object({ totalBytes: number, freeBytes: number }).nullable(),
  file: z
    .object({
      state: z.enum(['opened', 'gone', 'replaced']),
      damaged: yes.optional(),
    })
    .nullable(),
  ledgers,
  neighbours: z.object({ engine, databases: neighbours, schemas: neighbours }),
  ownership: z.object({
    role: text,
    foreign: list(
      z.object({
        kind: z.enum(['table', 'view', 'materialized view', 'sequence']),
        schema: text,
        name: text,
        ownerId: number,
      }),
    ),
  }),
  serverStatements: z.object({
    unmeasured: text.optional(),
    since: time.optional(),
    statements: list(
      z.object({
        text,
        count: number,
        totalMs: number,
        maxMs: number,
        rows: number,
        blocksHit: number.optional(),
        blocksRead: number.optional(),
      }),
    ),
  }),
};
