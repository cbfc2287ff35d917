import type {
  Failure,
  FailureKind,
  LedgerFact,
  ObservedDatabase,
  Query,
} from 'backstage-plugin-database-health-node';
import { describeFailure } from 'backstage-plugin-database-health-node';
import type { LedgerPlace, LedgerTables, NamedLedger } from './ledgerTables';

const kindsOfOneLedger: readonly FailureKind[] = [
  'locked',
  'permission',
  'other',
];

/**
 * The ledgers that the plugin ran in this process.
 *
 * @internal
 */
export function observedLedgers({
  observation,
}: ObservedDatabase): readonly NamedLedger[] {
  return observation.ledgers().map(ledger => ({
    table: ledger.table,
    schema: ledger.schema ?? observation.configured.schema,
    source: { package: ledger.package, directory: ledger.directory },
    validationDisabled: ledger.validationDisabled,
    runningSince: ledger.runningSince,
    lastRun: ledger.lastRun,
    getNames: () => ledger.getNames(),
  }));
}

/**
 * Reads ledgers with one statement that finds them all and those of `tables`
 * for each. A ledger that cannot be read leaves the others readable.
 *
 * @internal
 */
export async function readLedgerFacts(
  db: ObservedDatabase,
  ledgers: readonly NamedLedger[],
  tables: LedgerTables,
): Promise<readonly LedgerFact[]> {
  if (ledgers.length === 0) {
    return [];
  }
  const files = await Promise.all(ledgers.map(readFiles));
  const places = await db.read(query => tables.locate(query, ledgers));
  const contents = await readEach(db, places, tables);
  return ledgers.map(({ getNames, ...ledger }, i) => ({
    ...ledger,
    files: files[i],
    ...contents[i],
  }));
}

async function readFiles(
  ledger: NamedLedger,
): Promise<readonly string[] | null> {
  return (await ledger.getNames?.().catch(() => null)) ?? null;
}

type LedgerContent = Pick<LedgerFact, 'applied' | 'lockRows' | 'unreadable'>;

/** After a failed statement its transaction is over, so another one goes on. */
async function readEach(
  db: ObservedDatabase,
  places: readonly LedgerPlace[],
  tables: LedgerTables,
): Promise<readonly LedgerContent[]> {
  const contents: LedgerContent[] = [];
  while (contents.length < places.length) {
    try {
      await db.read(async query => {
        for (const place of places.slice(contents.length)) {
          contents.push(await readContent(query, place, tables));
        }
      });
    } catch (error) {
      contents.push(unreadable(ofThisLedger(error)));
    }
  }
  return contents;
}

async function readContent(
  query: Query,
  place: LedgerPlace,
  tables: LedgerTables,
): Promise<LedgerContent> {
  if (place.blocked) {
    return unreadable({
      kind: 'locked',
      sentence: 'Another session holds a lock on it.',
    });
  }
  if (!place.exists && !place.lockExists) {
    return { applied: [], lockRows: null };
  }
  const { applied, lockRows } = await tables.readRows(query, place);
  return {
    applied: applied.map(({ name, batch, appliedAtMs }) => ({
      name,
      batch,
      appliedAt: isoTime(appliedAtMs),
    })),
    lockRows,
  };
}

function unreadable(failure: Failure): LedgerContent {
  return { applied: [], lockRows: null, unreadable: failure };
}

/**
 * A statement that the database refused concerns its ledger. What has no code,
 * as an abort, or concerns the connection fails the whole read.
 */
function ofThisLedger(error: unknown): Failure {
  const failure = describeFailure(error);
  const refused = typeof (error as { code?: unknown }).code === 'string';
  if (!refused || !kindsOfOneLedger.includes(failure.kind)) {
    throw error;
  }
  return failure;
}

/** What no date can hold, PostgreSQL's `infinity` for one, is `null`. */
function isoTime(epochMs: number | null): string | null {
  const date = new Date(epochMs ?? NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
