/** What is used of a connection of `mysql2`, as Knex's pool holds it. */
export interface Connection {
  /** The server's number for the session. */
  readonly threadId: number | null;
  query(
    options: object,
    done: (error: Error | null, result: unknown) => void,
  ): unknown;
}

/** Plain rows with plain values, whatever the plugin has configured. */
const plain = {
  rowsAsArray: false,
  nestTables: false,
  namedPlaceholders: false,
  typeCast: (_field: unknown, next: () => unknown) => next(),
};

/**
 * Runs one statement with `?` for its values. Rows of a statement that gives
 * none are an empty list.
 */
export function run<Row extends object>(
  connection: Connection,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    connection.query({ ...plain, sql, values }, (error, result) =>
      error ? reject(error) : resolve(Array.isArray(result) ? result : []),
    );
  });
}
