import type {
  Failure,
  FailureKind,
  LedgerFact,
  ObservedDatabase,
  ObservedLedger,
  Query,
} from 'backstage-plugin-database-health-node';
import { describeFailure } from 'backstage-plugin-database-health-node';

/**
 * A ledger to read, whoever told of it: the plugin's own migrations today.
 * Without `getNames` nobody knows its files.
 *
 * @internal
 */
export interface NamedLedger
  extends Pick<
    LedgerFact,
    | 'table'
    | 'schema'
    | 'source'
    | 'validationDisabled'
    | 'runningSince'
    | 'lastRun'
  > {
  readonly getNames?: () => Promise<readonly string[]>;
}

/**
 * The place of a ledger in the database.
 *
 * @internal
 */
export interface LedgerPlace {
  readonly schema: string;
  readonly table: string;
  readonly exists: boolean;
  readonly lockExists: boolean;
  /** Reading either table would wait for another session. */
  readonly blocked: boolean;
}

/**
 * What the two tables of a ledger hold.
 *
 * @internal
 */
export interface LedgerRows {
  applied: { name: string; batch: number; appliedAtMs: number | null }[];
  lockRows: { index: number; isLocked: boolean }[] | null;
}

/**
 * How one engine reads ledgers.
 *
 * @internal
 */
export interface LedgerTables {
  /** The name of the lock's table is that of the ledger and `_lock`. */
  locate(
    query: Query,
    ledgers: readonly NamedLedger[],
  ): Promise<readonly LedgerPlace[]>;
  /** Called for places that exist, at least in part. */
  readRows(query: Query, place: LedgerPlace): Promise<LedgerRows>;
}

/**
 * The ledgers that the plugin ran in this process.
 *
 * @internal
 */
export function observedLedgers({
  observation,
}: ObservedDatabase): readonly NamedLedger[] {
  return observation.ledgers().map(ledger => ({
    ...describe(ledger),
    schema: ledger.schema ?? observation.configured.schema,
    getNames: () => ledger.getNames(),
  }));
}

function describe(ledger: ObservedLedger): NamedLedger {
  const { directory, validationDisabled, runningSince, lastRun } = ledger;
  return {
    table: ledger.table,
    source: { package: ledger.package, directory },
    validationDisabled,
    runningSince,
    lastRun,
  };
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

const kindsOfOneLedger: readonly FailureKind[] = [
  'locked',
  'permission',
  'other',
];

/** What no date can hold, PostgreSQL's `infinity` for one, is `null`. */
function isoTime(epochMs: number | null): string | null {
  const date = new Date(epochMs ?? NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
