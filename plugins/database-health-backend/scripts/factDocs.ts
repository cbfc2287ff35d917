import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Engine } from 'backstage-plugin-database-health-common';
import type {
  FactCatalogue,
  FactEntry,
} from 'backstage-plugin-database-health-node';
import { checkDocsCommand } from './checkDocs';
import { table } from './table';

/** The command that writes `docs/facts.md` anew, among others. */
export const factDocsCommand = checkDocsCommand;

const factsPath = resolve(
  __dirname,
  '../../database-health-node/src/facts/facts.ts',
);

/** The first sentence that the type of each fact says of it. */
export function aboutFacts(): ReadonlyMap<string, string> {
  const source = readFileSync(factsPath, 'utf8');
  const documented = /\/\*\*\s*((?:(?!\*\/)[^])*?)\s*\*\/\s+(\w+): /g;
  return new Map(
    [...source.matchAll(documented)].map(([, comment, fact]) => [
      fact,
      comment.replace(/\s*\n\s*\*\s*/g, ' ').replace(/^\*\s*/, ''),
    ]),
  );
}

/** The text of `docs/facts.md`. */
export function renderFactDocs(
  catalogue: FactCatalogue,
  engines: Readonly<Record<Engine, { readonly inspector: object }>>,
  about: ReadonlyMap<string, string>,
): string {
  const facts = Object.entries(catalogue) as [string, FactEntry][];
  return `<!-- Generated from the catalogue of facts: \`${factDocsCommand}\` -->

# Facts

A fact is one typed reading, without an opinion: checks judge facts. All that is known about one, whatever its values, stands in \`factCatalogue\` (\`database-health-node\`, \`facts/catalogue.ts\`). What reads, shares, ages and judges facts goes by it.

- **Of**: a plugin database, a server or this process. A check judges plugin databases or servers, and needs facts of its subject or of the process. What is of a server is read once for all plugin databases on it.
- **Comes with** each pulse or each survey, and says nothing any more when three of them did not bring it.
- **From**: a reader of an engine, what this process has observed itself, or other facts (derived).
- **Times**: by whose clock they are. Those of a replica are moved to the clock of the replica that takes the fact over; those of the server are the same for all.
- **Shared**: with what the other replicas get it. What is not shared each makes by itself.

${table([
  ['fact', 'of', 'comes with', 'from', 'times', 'shared', 'is'],
  ...facts.map(([fact, entry]) => [
    `\`${fact}\``,
    entry.readPer ? `${entry.scope}, read per ${entry.readPer}` : entry.scope,
    entry.cadence,
    sourceOf(fact, entry, engines),
    clocksOf(entry),
    entry.shared === 'none' ? '' : entry.shared,
    about.get(fact) ?? '',
  ]),
])}
`;
}

function sourceOf(
  fact: string,
  { from }: FactEntry,
  engines: Readonly<Record<string, { readonly inspector: object }>>,
): string {
  return from === 'engine'
    ? Object.keys(engines)
        .filter(engine => fact in engines[engine].inspector)
        .join(', ')
    : from;
}

function clocksOf({ clock }: FactEntry): string {
  return clock === 'none' ? '' : [...new Set(Object.values(clock))].join(', ');
}
