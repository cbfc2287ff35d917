import type { Ledger } from 'backstage-plugin-database-health-common';

/** A ledger with what it can be found by, in lower case. */
export interface SearchableLedger {
  ledger: Ledger;
  /** Plugin, table and packages. */
  words: string;
  /** Names of its migrations, whether they are applied or not. */
  names: readonly string[];
}

/** A ledger that was searched for. */
export interface FoundLedger {
  ledger: Ledger;
  /** The migration by which it was found, where nothing else explains it. */
  foundBy?: string;
}

/** Prepares ledgers to be searched at every key that is pressed. */
export function searchable(ledgers: readonly Ledger[]): SearchableLedger[] {
  return ledgers.map(ledger => ({
    ledger,
    words: [
      ledger.databaseId,
      [ledger.schema, ledger.table].filter(Boolean).join('.'),
      ledger.source?.package,
      ...(ledger.otherSources ?? []).map(each => each.package),
    ]
      .join('\n')
      .toLocaleLowerCase(),
    names: [
      ...new Set([
        ...ledger.missing,
        ...ledger.pending,
        ...ledger.applied.map(({ name }) => name),
      ]),
    ],
  }));
}

/** The ledgers in one of the states, or in any, that the text is found in. */
export function searchLedgers(
  ledgers: readonly SearchableLedger[],
  { text, states }: { text: string; states: readonly string[] },
): FoundLedger[] {
  const wanted = text.trim().toLocaleLowerCase();
  return ledgers.flatMap(({ ledger, words, names }) => {
    if (states.length > 0 && !states.includes(ledger.state)) {
      return [];
    }
    if (words.includes(wanted)) {
      return [{ ledger }];
    }
    const found = names.filter(name =>
      name.toLocaleLowerCase().includes(wanted),
    );
    return found.length > 0
      ? [
          {
            ledger,
            foundBy:
              found.length === 1
                ? found[0]
                : `${found[0]} and ${found.length - 1} more`,
          },
        ]
      : [];
  });
}
