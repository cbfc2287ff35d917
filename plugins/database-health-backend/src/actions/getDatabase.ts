import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { DatabaseDetail } from 'backstage-plugin-database-health-common';
import { audited, requireDatabase, visibleAnswer } from '../routes';
import { engines, findingSchema, statuses, toFinding } from './schemas';
import { type ActionOptions, onlyReads, requireReader } from './types';

export function getDatabase(
  registry: ActionsRegistryService,
  options: ActionOptions,
): void {
  const { auditor, reader } = options;
  registry.register({
    name: 'get-database',
    title: 'One plugin database of this Backstage',
    description:
      'Tells what is known of the database of one Backstage plugin: its size, migrations and connections, what each check says, and the findings with what to do.',
    attributes: onlyReads,
    schema: {
      input: z =>
        z.object({
          database: z
            .string()
            .describe('The id of the plugin, such as catalog; see get-health'),
        }),
      output: z =>
        z.object({
          id: z.string(),
          engine: z.enum(engines),
          name: z.string(),
          schema: z.string().optional(),
          serverId: z.string(),
          status: z.enum(statuses),
          reachable: z.boolean().nullable(),
          unreachableSince: z.string().optional(),
          stale: z.boolean(),
          checkedAt: z.string().nullable(),
          surveyedAt: z.string().nullable(),
          latencyMs: z.number().nullable(),
          sizeBytes: z.number().nullable(),
          bytesPerDay: z.number().nullable(),
          pool: z
            .object({
              used: z.number(),
              free: z.number(),
              pending: z.number(),
              max: z.number(),
              replicas: z.number(),
            })
            .nullable()
            .describe('Of all replicas together'),
          ledgers: z
            .array(
              z.object({
                table: z.string(),
                schema: z.string().optional(),
                state: z.string(),
                lock: z.string(),
                applied: z.number(),
                pending: z.array(z.string()),
                missing: z.array(z.string()),
              }),
            )
            .nullable()
            .describe('Migrations tables of Knex'),
          checks: z.array(
            z.object({
              checkId: z.string(),
              title: z.string(),
              status: z.enum([...statuses, 'info', 'skipped']),
              reason: z
                .string()
                .optional()
                .describe('Why it is unknown or skipped'),
            }),
          ),
          findings: z.array(findingSchema(z)),
        }),
    },
    async action({ input: { database: id }, credentials }) {
      let detail: DatabaseDetail;
      await audited(
        auditor,
        { eventId: 'database-read', meta: { id } },
        async () => {
          const reading = await requireReader(options, credentials);
          requireDatabase(reader, id);
          detail = reader.database(id, reading)!;
          return reading;
        },
      );
      return { output: visibleAnswer(toOutput(detail!)) };
    },
  });
}

/** Without tables, indexes, statements and sessions: they would be thousands of lines. */
function toOutput({ database, checks, ledgers }: DatabaseDetail) {
  return {
    id: database.id,
    engine: database.engine,
    name: database.name,
    ...(database.schema && { schema: database.schema }),
    serverId: database.serverId,
    status: database.status,
    reachable: database.reachable,
    ...(database.unreachableSince && {
      unreachableSince: database.unreachableSince,
    }),
    stale: database.stale,
    checkedAt: database.checkedAt,
    surveyedAt: database.surveyedAt,
    latencyMs: database.ping?.latencyMs ?? null,
    sizeBytes: database.size?.bytes ?? null,
    bytesPerDay: database.size?.bytesPerDay ?? null,
    pool: database.pool,
    ledgers:
      ledgers?.map(({ table, schema, state, lock, ...ledger }) => ({
        table,
        ...(schema && { schema }),
        state,
        lock: lock.state,
        applied: ledger.applied.length,
        pending: ledger.pending,
        missing: ledger.missing,
      })) ?? null,
    checks: checks.map(({ findings: _, ...check }) => check),
    findings: checks.flatMap(({ findings }) => findings.map(toFinding)),
  };
}
