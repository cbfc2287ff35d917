import { bytesInWords } from 'backstage-plugin-database-health-common';
import type { EngineDatabase } from '../../types';
import type { Query } from 'backstage-plugin-database-health-node';
import type { IndexFact, Relations, TableFact } from '../../../pure/facts';
import { largest } from '../../facts/largest';

/**
 * Measuring reads every page while the process does nothing else: about 100 ms
 * for this many bytes that the system has in its cache (ours).
 */
const mostBytes = 256 * 1_024 ** 2;

interface Feasibility {
  bytes: number;
  hasDbstat: number;
}

/** `bytes` is `null` for a virtual table, which has no pages of its own. */
interface Row {
  name: string;
  bytes: number | null;
  /** The table of an index. */
  of: string;
  kind: 'table' | 'virtual' | 'shadow' | 'index';
  isUnique: number;
}

const feasibility = `
  select
    page_count * page_size as bytes,
    exists (select 1 from pragma_module_list where name = 'dbstat') as hasDbstat
  from pragma_page_count, pragma_page_size`;

/** Relations that are looked at, the largest first (ours). */
const mostListed = 10_000;

/** A name may have any length; of a longer one this is shown (ours). */
const longestName = 255;

const shown = (name: string) => `iif(
  length(${name}) <= ${longestName}, ${name}, substr(${name}, 1, ${
  longestName - 1
}) || '…'
)`;

// Tables that SQLite keeps for itself are left out.
const pages = `
  with pages as materialized (
    select name, pgsize as bytes from dbstat where schema = 'main' and aggregate = 1
  )
  select
    ${shown('m.name')} as name,
    pages.bytes,
    ${shown('m.tbl_name')} as of,
    case m.type when 'index' then 'index' else l.type end as kind,
    exists (
      select 1
      from pragma_index_list(m.tbl_name, 'main') i
      where i.name = m.name and i."unique"
    ) as isUnique
  from sqlite_master m
  left join pages on pages.name = m.name
  left join pragma_table_list l on l.schema = 'main' and l.name = m.name
  where m.type in ('table', 'index') and m.tbl_name not like 'sqlite\\_%' escape '\\'
  order by pages.bytes desc
  limit ${mostListed}`;

/**
 * Tables and indexes of the main database, by whole pages. The tables that a
 * virtual table keeps its content in are counted to it.
 */
export async function readRelations(db: EngineDatabase): Promise<Relations> {
  return db.read(async query => {
    const unmeasured = await whyUnmeasured(query);
    return unmeasured
      ? { tables: [], indexes: null, unmeasured }
      : toRelations(await query<Row>(pages));
  });
}

async function whyUnmeasured(query: Query): Promise<string | undefined> {
  const [{ bytes, hasDbstat }] = await query<Feasibility>(feasibility);
  if (!hasDbstat) {
    return 'This SQLite was built without the module that tells the size of a table.';
  }
  return bytes > mostBytes
    ? `The file is larger than ${bytesInWords(
        mostBytes,
      )}, and SQLite stops the whole process while it measures tables.`
    : undefined;
}

function toRelations(rows: readonly Row[]): Relations {
  const holderOf = holders(rows);
  const heapBytes = new Map<string, number>();
  const indexBytes = new Map<string, number>();
  const add = (to: Map<string, number>, name: string, bytes: number) =>
    to.set(name, (to.get(name) ?? 0) + bytes);
  for (const { kind, of, bytes } of rows) {
    const holder = holderOf.get(of);
    const isOwnIndex = kind === 'index' && holder === undefined;
    add(isOwnIndex ? indexBytes : heapBytes, holder ?? of, bytes ?? 0);
  }
  const own = rows.filter(({ of }) => !holderOf.has(of));
  const tables = own
    .filter(({ kind }) => kind !== 'index')
    .map(({ name, kind }): TableFact => {
      const heap = heapBytes.get(name) ?? 0;
      const indexes = indexBytes.get(name) ?? 0;
      return {
        name,
        kind: kind === 'virtual' ? 'virtual' : 'table',
        totalBytes: heap + indexes,
        heapBytes: heap,
        toastBytes: 0,
        indexBytes: indexes,
        approximate: false,
        estimatedRows: null,
      };
    });
  const indexes = own
    .filter(({ kind }) => kind === 'index')
    .map(
      ({ name, of, bytes, isUnique }): IndexFact => ({
        table: of,
        name,
        bytes: bytes ?? 0,
        approximate: false,
        unique: isUnique === 1,
        valid: true,
      }),
    );
  return {
    tables: largest(tables, ({ totalBytes }) => totalBytes),
    indexes: largest(indexes, ({ bytes }) => bytes),
  };
}

/** The virtual table whose content a table keeps, by the table's name. */
function holders(rows: readonly Row[]): Map<string, string> {
  const virtual = rows
    .filter(({ kind }) => kind === 'virtual')
    .map(({ name }) => name)
    // The name of one may begin with that of another.
    .sort((a, b) => b.length - a.length);
  return new Map(
    rows
      .filter(({ kind }) => kind === 'shadow')
      .flatMap(({ name }) => {
        const holder = virtual.find(each => name.startsWith(`${each}_`));
        return holder === undefined ? [] : [[name, holder] as const];
      }),
  );
}
