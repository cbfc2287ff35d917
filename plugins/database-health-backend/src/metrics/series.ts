import type { Series } from './types';
import type {
  DatabaseLabel,
  MeasuredDatabase,
  MeasuredServer,
  Watched,
} from './watched';

interface Read<Value> {
  readonly labels: readonly string[];
  read(watched: Watched): readonly Series<Value>[];
}

/** One series for each plugin database, none where it has no value. */
export function perDatabase<Value>(
  labels: readonly DatabaseLabel[],
  valueOf: (database: MeasuredDatabase) => Value | undefined,
): Read<Value> {
  return perDatabaseAnd([], labels, database => one(valueOf(database)));
}

/** Some series for each plugin database, which differ in labels of their own. */
export function perDatabaseAnd<Value>(
  own: readonly string[],
  labels: readonly DatabaseLabel[],
  seriesOf: (database: MeasuredDatabase) => readonly Series<Value>[],
): Read<Value> {
  return {
    labels: [...labels, ...own],
    read: ({ databases }) =>
      databases.flatMap(database => {
        const shared = Object.fromEntries(
          labels.map(name => [name, database.labels[name]]),
        );
        return seriesOf(database).map(each => ({
          labels: { ...shared, ...each.labels },
          value: each.value,
        }));
      }),
  };
}

/** One series for each server, none where it has no value. */
export function perServer<Value>(
  valueOf: (server: MeasuredServer) => Value | undefined,
): Read<Value> {
  return {
    labels: ['server'],
    read: ({ servers }) =>
      servers.flatMap(server =>
        one(valueOf(server)).map(({ value }) => ({
          labels: server.labels,
          value,
        })),
      ),
  };
}

function one<Value>(value: Value | undefined): readonly Series<Value>[] {
  return value === undefined ? [] : [{ labels: {}, value }];
}
