import type { Finding } from 'backstage-plugin-database-health-common';
import type { Subject } from '../../engines/__testUtils__/subject';

/** A line that was run, and what its text says. */
interface RunLine {
  readonly checkId: string;
  readonly line: keyof Omit<Finding['remedy'], 'text'>;
  readonly text: string;
}

const undoing = [
  /make a backup/,
  /undoing a migration drops the tables and columns that it made, with all that is in them/,
];
const deletingRows = [/delete the rows from the ledger/, /make a backup first/];
const dropping = [/[Mm]ake a backup first/, /with all its tables and rows/];

/**
 * Every line after which there are fewer rows than before, and the words of its text
 * that say what is lost, and to make a backup first.
 */
export const losses: Readonly<Record<string, readonly RegExp[]>> = {
  'migrations-missing sql': deletingRows,
  'migrations-missing shell': undoing,
  'migrations-diverged sql': deletingRows,
  'migrations-diverged shell': undoing,
  'migrations-lock-malformed sql': [
    /make a backup first/,
    /delete all rows of the lock table but one/,
  ],
  'orphan sql': dropping,
};

/** Tables of all schemas, as the engine quotes them. */
export async function tablesOf({
  client,
  identity,
}: Subject): Promise<string[]> {
  switch (identity.engine) {
    case 'postgres': {
      const { rows } = await client.raw(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      return rows.map(({ name }: { name: string }) => name);
    }
    case 'mysql': {
      const [rows] = await client.raw(
        `select concat('\`', table_schema, '\`.\`', table_name, '\`') as name
         from information_schema.tables
         where table_type = 'BASE TABLE' and table_schema like 'backstage%'`,
      );
      return rows.map(({ name }: { name: string }) => name);
    }
    default: {
      const rows = await client.raw(
        `select '"' || name || '"' as name from sqlite_master where type = 'table'
         and name not like 'sqlite%'`,
      );
      return rows.map(({ name }: { name: string }) => name);
    }
  }
}

/** The rows of every table of all schemas. */
export async function countRows(
  subject: Subject,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const name of await tablesOf(subject)) {
    const [{ amount }] = await subject.client
      .from(subject.client.raw(name))
      .count({ amount: '*' });
    counts[name] = Number(amount);
  }
  return counts;
}

/** The tables that lost rows of which the text of the line does not warn. */
export function silentLosses(
  { checkId, line, text }: RunLine,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): string[] {
  const lost = Object.keys(before).filter(
    name => (after[name] ?? 0) < before[name],
  );
  const warnings = losses[`${checkId} ${line}`];
  return warnings?.every(words => words.test(text)) ? [] : lost;
}
