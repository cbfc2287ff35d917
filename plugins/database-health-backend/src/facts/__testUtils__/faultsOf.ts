import type { Engine } from 'backstage-plugin-database-health-common';
import type {
  FactCatalogue,
  FactName,
} from 'backstage-plugin-database-health-node';
import { faultsOfEntry } from '../faultsOfEntry';

/** What must be there for each fact of a catalogue. */
export interface Evidence {
  /** The text of `docs/facts.md`. */
  readonly docs: string;
  /** A value of each, with nothing to find fault with. */
  readonly healthy: object;
  /** What each engine reads. */
  readonly read: Readonly<Record<Engine, readonly string[]>>;
  /** The cases that readers must stand. */
  readonly conformance: readonly { fact: string; engines: readonly Engine[] }[];
  /** What another replica got of all of them, by survey and by heartbeat. */
  readonly received: Readonly<
    Record<'survey' | 'heartbeat', readonly string[]>
  >;
}

/** What is wrong with a catalogue, one sentence each; empty where all is right. */
export function faultsOf(
  catalogue: FactCatalogue,
  evidence: Evidence,
): string[] {
  const facts = Object.keys(catalogue) as FactName[];
  const { docs, healthy, read, conformance, received } = evidence;
  const engines = Object.keys(read) as Engine[];
  const about = (fact: FactName): string[] => {
    const entry = catalogue[fact]!;
    const readers = engines.filter(engine => read[engine].includes(fact));
    const tried = engines.filter(engine =>
      conformance.some(
        each => each.fact === fact && each.engines.includes(engine),
      ),
    );
    const carriers = (['survey', 'heartbeat'] as const).filter(each =>
      received[each].includes(fact),
    );
    const carrier = entry.shared === 'none' ? [] : [entry.shared];
    return [
      ...faultsOfEntry(entry),
      ...(docs.includes(`\n| \`${fact}\` `)
        ? []
        : ['is not in the table of docs/facts.md']),
      ...(fact in healthy ? [] : ['has no healthy value']),
      ...((entry.from === 'engine') === readers.length > 0
        ? []
        : [
            readers.length > 0
              ? `is read by ${readers.join(' and ')}, but is not of an engine`
              : 'is read by no engine',
          ]),
      ...readers
        .filter(engine => !tried.includes(engine))
        .map(engine => `has no conformance case on ${engine}`),
      ...tried
        .filter(engine => !readers.includes(engine))
        .map(engine => `has a conformance case on ${engine}, which reads none`),
      ...(carriers.join() === carrier.join()
        ? []
        : [
            `reaches others by ${carriers.join(' and ') || 'nothing'}, not by ${
              entry.shared
            }`,
          ]),
    ];
  };
  return [
    ...facts.flatMap(fact => about(fact).map(fault => `${fact} ${fault}`)),
    ...[...engines.flatMap(engine => read[engine]), ...Object.keys(healthy)]
      .filter(fact => !facts.includes(fact as FactName))
      .map(fact => `${fact} is in no catalogue`),
  ];
}
