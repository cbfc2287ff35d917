import {
  bytesInWords,
  unitOfLimit,
} from 'backstage-plugin-database-health-common';
import type { AnyCheck } from 'backstage-plugin-database-health-node';
import { table } from './table';

/** The command that writes `docs/checks.md` anew. */
export const checkDocsCommand =
  'yarn workspace backstage-plugin-database-health-backend docs';

/** The text of `docs/checks.md`. Throws for a limit without a known unit. */
export function renderCheckDocs(checks: readonly AnyCheck[]): string {
  return [intro(checks), ...checks.map(section)].join('\n\n').concat('\n');
}

function intro(checks: readonly AnyCheck[]): string {
  return `<!-- Generated from the checks themselves: \`${checkDocsCommand}\` -->

# Checks

A check judges facts and produces findings. A finding of severity critical or warning gives its plugin database that status; an info finding changes none. A check whose facts were not read is unknown, which is never ok; one that cannot apply to an engine or a database is skipped, and says why. Where the source of a limit says "ours", no reference gives a number.

A limit is reached from its value on: with \`warningCount: 10\`, 10 give a warning, and with \`leastCount: 100\`, 100 are enough to judge by. Of days left, fewer are worse: \`warningDays: 14\` warns when 14 are left.

The id of a check is also its key in the configuration and its anchor on this page. Every limit below can be set, and every check can be switched off:

\`\`\`yaml
databaseHealth:
  checks:
    latency:
      warningMs: 100
    sqlite-in-production: false
\`\`\`

[Migrations](migrations.md) explains every state of a ledger, its cause and its cure.

${table([
  ['check', 'judges'],
  ...checks.map(({ id, title }) => [`[${id}](#${id})`, title]),
])}`;
}

function section(check: AnyCheck): string {
  const limits = Object.entries<number>(check.limits);
  const reads = check.needs.map((fact: string) => `\`${fact}\``).join(', ');
  return [
    `## ${check.id}`,
    `**${check.title}.** ${check.rationale}`,
    limits.length > 0
      ? table([
          ['limit', 'default'],
          ...limits.map(([name, limit]) => [
            `\`${name}\``,
            withUnit(name, limit),
          ]),
        ])
      : 'It has no limits.',
    `Source: ${check.source}`,
    `What helps: ${check.remedy}`,
    `Judged once per ${
      check.per === 'server' ? 'server' : 'plugin database'
    }. Reads ${reads}.`,
    `\`\`\`yaml\ndatabaseHealth:\n  checks:\n    ${example(
      check.id,
      limits,
    )}\n\`\`\``,
  ].join('\n\n');
}

function example(id: string, limits: [string, number][]): string {
  return limits.length === 0
    ? `${id}: false`
    : [
        `${id}:`,
        ...limits.map(([name, limit]) => `      ${name}: ${limit}`),
      ].join('\n');
}

function withUnit(name: string, limit: number): string {
  const known = unitOfLimit(name, limit);
  if (!known) {
    throw new Error(
      `The limit '${name}' must end in its unit, one that unitOfLimit knows.`,
    );
  }
  const { unit } = known;
  return unit === 'bytes'
    ? `${bytesInWords(limit)} (${limit} bytes)`
    : `${limit} ${unit}`.trim();
}
