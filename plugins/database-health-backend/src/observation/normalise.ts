import { SqlScan } from './sqlScan';
import { SqlShape } from './sqlShape';
import type { SqlSyntax } from '../pure/sqlSyntax';

/** Reading stops here: longer statements are one row after the other. */
const longestRead = 100_000;

/** A statement that is longer when normalised is cut. */
export const longestStatement = 2_000;

/** Stands for what was cut off. */
const cut = '…';

/**
 * A statement as a shape: every literal and every binding is `?`, lists and
 * rows of them are one, comments are gone, white space is one blank. Names are
 * kept. What cannot be told from a literal for sure is cut off with all that
 * follows it, as is what is too long.
 *
 * Takes time in proportion to the length and throws nothing, whatever the
 * text. The result shares no memory with it.
 *
 * @internal
 */
export function normaliseStatement(sql: string, syntax: SqlSyntax): string {
  const shape = new SqlShape();
  const scan = new SqlScan(
    sql.length > longestRead ? sql.slice(0, longestRead) : sql,
    syntax,
    shape,
  );
  const whole =
    scan.run(longestStatement) &&
    sql.length <= longestRead &&
    shape.length <= longestStatement;
  const text = shape.toString();
  // A part of a string keeps the whole of it in memory, a copy does not.
  return Buffer.from(
    whole ? text : `${text.slice(0, longestStatement).replace(/,$/, '')}${cut}`,
  ).toString();
}
