import type { ServerStatement } from '../../pure/facts';

/** One as its server counts it: large numbers come as text. */
export type CountedStatement = { text: string } & {
  [C in keyof Omit<ServerStatement, 'text'>]: string | number;
};

/** What differs in values that the server kept, or in who ran it, is one statement. */
export function byShape(
  rows: readonly CountedStatement[],
  shapeOf: (text: string) => string,
): ServerStatement[] {
  const shapes = new Map<string, ServerStatement>();
  for (const row of rows) {
    const text = shapeOf(row.text);
    const before = shapes.get(text);
    const sum = (counter: 'count' | 'totalMs' | 'rows') =>
      (before?.[counter] ?? 0) + Number(row[counter]);
    shapes.set(text, {
      text,
      count: sum('count'),
      totalMs: sum('totalMs'),
      maxMs: Math.max(before?.maxMs ?? 0, Number(row.maxMs)),
      rows: sum('rows'),
      ...(row.blocksHit !== undefined &&
        row.blocksRead !== undefined && {
          blocksHit: (before?.blocksHit ?? 0) + Number(row.blocksHit),
          blocksRead: (before?.blocksRead ?? 0) + Number(row.blocksRead),
        }),
    });
  }
  return [...shapes.values()];
}
