/**
 * A time by the clock of the replica that read it, epoch milliseconds. Who takes
 * it over from another replica gets it moved to the own clock.
 *
 * @public
 */
export type ReplicaTime = number & { readonly clock?: 'replica' };

/**
 * A time that the server gave, by its own clock, epoch milliseconds: the same for
 * every replica.
 *
 * @public
 */
export type ServerTime = number & { readonly clock?: 'server' };

/**
 * The paths to the times of one clock in a value. `.` goes into an object and `[]`
 * into each of a list: `tables[].lastVacuumAt`.
 *
 * @public
 */
export type TimesIn<
  T,
  Clock extends 'replica' | 'server',
  Path extends string = '',
> = T extends number
  ? 'clock' extends keyof T
    ? NonNullable<T[keyof T & 'clock']> extends Clock
      ? Path
      : never
    : never
  : T extends readonly (infer Each)[]
  ? TimesIn<Each, Clock, `${Path}[]`>
  : T extends object
  ? {
      [K in keyof T & string]-?: TimesIn<T[K], Clock, KeyPath<Path, K>>;
    }[keyof T & string]
  : never;

/**
 * The paths to the lists in a value.
 *
 * @public
 */
export type ListsIn<
  T,
  Path extends string = '',
> = T extends readonly (infer Each)[]
  ? Path | ListsIn<Each, `${Path}[]`>
  : T extends object
  ? {
      [K in keyof T & string]-?: ListsIn<T[K], KeyPath<Path, K>>;
    }[keyof T & string]
  : never;

/**
 * The name of a key within a path.
 *
 * @public
 */
export type KeyPath<Path extends string, K extends string> = Path extends ''
  ? K
  : `${Path}.${K}`;
