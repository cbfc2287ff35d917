import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { requireDatabase, visibleAnswer } from '../routes';
import { findingSchema, severities, toFinding } from './schemas';
import { type ActionOptions, onlyReads, requireReader } from './types';

/** What a program reads at once; the worst come first. */
const mostFindings = 100;

export function listFindings(
  registry: ActionsRegistryService,
  options: ActionOptions,
): void {
  registry.register({
    name: 'list-findings',
    title: 'Findings about the databases of this Backstage',
    description:
      'Lists what is wrong with the databases of Backstage plugins and their servers, worst first: each finding with its evidence, the limit, since when, why it matters and what to do.',
    attributes: onlyReads,
    schema: {
      input: z =>
        z.object({
          database: z
            .string()
            .optional()
            .describe(
              'Only those of this plugin database and its server, by the id of the plugin, such as catalog',
            ),
          leastSeverity: z
            .enum(severities)
            .optional()
            .describe('Only those that are at least that bad. Default: info'),
        }),
      output: z =>
        z.object({
          findings: z.array(findingSchema(z)),
          more: z.number().describe('How many were left out at the end'),
        }),
    },
    async action({ input: { database, leastSeverity = 'info' }, credentials }) {
      const reading = await requireReader(options, credentials);
      if (database !== undefined) {
        requireDatabase(options.reader, database);
      }
      const { findings, databases } = options.reader.overview(reading);
      const serverId = databases.find(({ id }) => id === database)?.serverId;
      const wanted = findings.filter(
        each =>
          severities.indexOf(each.severity) <=
            severities.indexOf(leastSeverity) &&
          (database === undefined ||
            each.databaseId === database ||
            each.serverId === serverId),
      );
      return {
        output: visibleAnswer({
          findings: wanted.slice(0, mostFindings).map(toFinding),
          more: Math.max(0, wanted.length - mostFindings),
        }),
      };
    },
  });
}
