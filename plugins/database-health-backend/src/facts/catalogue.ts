import type {
  EngineFact,
  FactCatalogue,
  FactEntry,
  FactName,
} from 'backstage-plugin-database-health-node';

/** The facts whose entry has all these properties, in the order of the catalogue. */
export function factsWhere(
  catalogue: FactCatalogue,
  wanted: Partial<Pick<FactEntry, 'scope' | 'cadence' | 'from' | 'shared'>>,
): FactName[] {
  return (Object.keys(catalogue) as FactName[]).filter(fact =>
    Object.entries(wanted).every(
      ([property, value]) =>
        catalogue[fact]![property as keyof FactEntry] === value,
    ),
  );
}

/** What engines read with each pulse or each survey, in the order in which they do. */
export function engineFacts(
  catalogue: FactCatalogue,
  cadence: 'pulse' | 'survey',
): EngineFact[] {
  return factsWhere(catalogue, { from: 'engine', cadence }) as EngineFact[];
}

/** Whether one reading of a fact is of a whole server. */
export function isReadPerServer({ scope, readPer }: FactEntry): boolean {
  return scope === 'server' || readPer === 'server';
}
