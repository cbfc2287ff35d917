import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { visibleAnswer } from '../routes';
import { engines, severities, statuses } from './schemas';
import { type ActionOptions, onlyReads, requireReader } from './types';

export function getHealth(
  registry: ActionsRegistryService,
  options: ActionOptions,
): void {
  registry.register({
    name: 'get-health',
    title: 'Health of the databases of this Backstage',
    description:
      'Says how the databases of all Backstage plugins are: one sentence, the open incidents with their causes, and the status of each server and plugin database. Answers from memory: times say how old that is. A status of unknown means that it could not be read, which is not the same as ok.',
    attributes: onlyReads,
    schema: {
      input: z => z.object({}),
      output: z =>
        z.object({
          status: z.enum(statuses).describe('The worst of all, worst first'),
          sentence: z.string(),
          generatedAt: z.string().describe('ISO 8601 UTC'),
          incidents: z
            .array(
              z.object({
                id: z.string(),
                severity: z.enum(severities),
                databaseId: z.string().optional(),
                serverId: z.string().optional(),
                title: z.string(),
                findings: z
                  .array(z.string())
                  .describe('Keys, the cause first; see list-findings'),
                openedAt: z.string().describe('ISO 8601 UTC'),
              }),
            )
            .describe('Open ones, worst first'),
          servers: z.array(
            z.object({
              id: z.string(),
              engine: z.enum(engines),
              version: z.string().nullable(),
              status: z.enum(statuses),
              host: z.string().optional(),
            }),
          ),
          databases: z
            .array(
              z.object({
                id: z.string().describe('The id of its plugin'),
                engine: z.enum(engines),
                serverId: z.string(),
                status: z.enum(statuses),
                reachable: z.boolean().nullable(),
                stale: z.boolean().describe('What is shown was so long ago'),
                checkedAt: z.string().nullable().describe('ISO 8601 UTC'),
                findings: z.number().describe('Critical ones and warnings'),
              }),
            )
            .describe('Worst first'),
        }),
    },
    async action({ credentials }) {
      const reading = await requireReader(options, credentials);
      const { status, generatedAt, summary, incidents, servers, databases } =
        options.reader.overview(reading);
      return {
        output: visibleAnswer({
          status,
          sentence: summary.sentence,
          generatedAt,
          incidents: incidents.map(({ subject, cause: _, ...incident }) => ({
            ...incident,
            ...subject,
          })),
          servers: servers.map(({ id, engine, version, status: of, host }) => ({
            id,
            engine,
            version,
            status: of,
            ...(host !== undefined && { host }),
          })),
          databases: databases.map(each => ({
            id: each.id,
            engine: each.engine,
            serverId: each.serverId,
            status: each.status,
            reachable: each.reachable,
            stale: each.stale,
            checkedAt: each.checkedAt,
            findings: each.findings,
          })),
        }),
      };
    },
  });
}
