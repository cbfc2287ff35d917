import type { EngineDatabase } from '../types';
import type {
  Failure,
  FailureKind,
  Query,
} from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../../pure/facts';
import type { Observation } from '../../observation/types';
import { describeFailure } from '../../failures/failure';
import { ledgerKey } from '../../pure/ledger';
import {
  type Distrust,
  type FoundLedgerPlace,
  type LedgerPlace,
  type LedgerTables,
  mostLedgerRows,
  type NamedLedger,
} from './ledgerTables';

/** Ledgers that a reading holds besides those that were named (ours). */
const mostFound = 100;

/** Rows of all ledgers of one plugin database together (ours). */
const mostRowsTogether = 2 * mostLedgerRows;

const kindsOfOneLedger: readonly FailureKind[] = [
  'locked',
  'permission',
  'other',
];

const whyDistrusted: Record<Distrust, Failure> = {
  owner: {
    kind: 'permission',
    sentence:
      'It does not belong to the database role of this plugin, so its content is not trusted.',
  },
  form: {
    kind: 'other',
    sentence:
      'It is not a table as Knex makes it, so its content is not trusted.',
  },
};

const tooLarge: Failure = {
  kind: 'other',
  sentence: 'It is too large to be a ledger.',
};

/** The ledgers that the plugin ran in this process. */
export function observedLedgers({
  observation,
}: {
  observation: Pick<Observation, 'configured' | 'ledgers'>;
}): readonly NamedLedger[] {
  return observation.ledgers().map(ledger => ({
    table: ledger.table,
    schema: ledger.schema ?? observation.configured.schema,
    source: {
      package: ledger.package,
      directory: ledger.directory,
      ...(ledger.directories && { directories: ledger.directories }),
    },
    ...(ledger.otherSources.length > 0 && {
      otherSources: ledger.otherSources,
    }),
    validationDisabled: ledger.validationDisabled,
    runningSince: ledger.runningSince,
    lastRun: ledger.lastRun,
    getNames: () => ledger.getNames(),
  }));
}

/** The ledgers that the plugin ran in this process, where none can be read. */
export async function unreadLedgers(
  observation: Pick<Observation, 'configured' | 'ledgers'>,
  failure: Failure,
): Promise<readonly LedgerFact[]> {
  return Promise.all(
    observedLedgers({ observation }).map(async ({ getNames, ...ledger }) => ({
      ...ledger,
      files: await readFiles({ ...ledger, getNames }),
      ...unreadable(failure),
    })),
  );
}

/**
 * Reads the observed ledgers, and after them by name those that only the
 * database knows. A ledger that cannot be read leaves the others readable.
 */
export async function readLedgerFacts(
  db: EngineDatabase,
  observed: readonly NamedLedger[],
  tables: LedgerTables,
): Promise<readonly LedgerFact[]> {
  const files = await Promise.all(observed.map(readFiles));
  const { named, found } = await db.read(query =>
    tables.locate(query, observed, db.observation),
  );
  const others = [...found].sort(byName).slice(0, mostFound);
  const contents = await readEach(db, [...named, ...others], tables);
  return [
    ...observed,
    ...others.map(place => ownerless(place, db.observation)),
  ].map(({ getNames, ...ledger }, i) => ({
    ...ledger,
    files: files[i] ?? null,
    ...contents[i],
  }));
}

/**
 * Ledgers that another replica read, with what this process knows of their
 * files and runs in place of what that one knew.
 */
export async function withLocalKnowledge(
  observation: Observation,
  ledgers: readonly LedgerFact[],
): Promise<readonly LedgerFact[]> {
  const observed = observedLedgers({ observation });
  return Promise.all(
    ledgers.map(async ({ runningSince, ...ledger }) => {
      const own = observed.find(each => ledgerKey(each) === ledgerKey(ledger));
      if (!own) {
        return ledger;
      }
      const { getNames, ...known } = own;
      return {
        ...ledger,
        ...known,
        lastRun: known.lastRun ?? ledger.lastRun,
        files: await readFiles(own),
      };
    }),
  );
}

function byName(a: LedgerPlace, b: LedgerPlace): number {
  return a.table.localeCompare(b.table) || a.schema.localeCompare(b.schema);
}

/** Has the schema that it would have if its plugin ran here. */
function ownerless(
  { table, schema, inDefaultSchema }: FoundLedgerPlace,
  { configured }: Observation,
): NamedLedger {
  return {
    table,
    schema: inDefaultSchema ? configured.schema : schema,
    source: null,
    validationDisabled: false,
  };
}

async function readFiles(
  ledger: NamedLedger,
): Promise<readonly string[] | null> {
  return (await ledger.getNames?.().catch(() => null)) ?? null;
}

type LedgerContent = Pick<
  LedgerFact,
  'absent' | 'applied' | 'lockRows' | 'activity' | 'unreadable'
>;

/** After a failed statement its transaction is over, so another one goes on. */
async function readEach(
  db: EngineDatabase,
  places: readonly LedgerPlace[],
  tables: LedgerTables,
): Promise<readonly LedgerContent[]> {
  const contents: LedgerContent[] = [];
  const rowsLeft = () =>
    contents.reduce(
      (left, { applied, lockRows }) =>
        left - applied.length - (lockRows?.length ?? 0),
      mostRowsTogether,
    );
  while (contents.length < places.length) {
    try {
      await db.read(async query => {
        for (const place of places.slice(contents.length)) {
          const most = Math.min(mostLedgerRows, rowsLeft());
          contents.push(await readContent(query, place, tables, db, most));
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
  { observation }: EngineDatabase,
  most: number,
): Promise<LedgerContent> {
  if (place.blocked) {
    return unreadable({
      kind: 'locked',
      sentence: 'Another session holds a lock on it.',
    });
  }
  if (!place.exists && !place.lockExists) {
    return { absent: true, applied: [], lockRows: null };
  }
  if (place.distrust) {
    return unreadable(whyDistrusted[place.distrust]);
  }
  const rows = await tables.readRows(query, place, observation, most);
  if (rows === 'too-large') {
    return unreadable(tooLarge);
  }
  return {
    ...rows,
    ...(!place.exists && { absent: true }),
    applied: rows.applied.map(({ name, batch, appliedAtMs }) => ({
      // Not every engine refuses a character that no other can store.
      name: (name ?? '').replaceAll(/\0|\p{Surrogate}/gu, '\ufffd'),
      batch: batch ?? 0,
      appliedAt: isoTime(appliedAtMs),
    })),
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
