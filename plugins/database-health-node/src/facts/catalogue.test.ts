import type { SubjectOf } from '../check';
import type { ClockOf } from './entry';
import type { BuiltInFacts } from './facts';
import type { ReplicaTime, ServerTime } from './times';

/** The names of numbers that look like times and do not say of which clock. */
type Unsure<T> = T extends readonly (infer Each)[]
  ? Unsure<Each>
  : T extends object
  ? {
      [K in keyof T & string]-?: NonNullable<T[K]> extends number
        ? 'clock' extends keyof NonNullable<T[K]>
          ? never
          : K extends 'at' | 'since' | `${string}${'At' | 'Since'}`
          ? K
          : never
        : Unsure<T[K]>;
    }[keyof T & string]
  : never;

/** Compiles for `never` alone. */
const none = <T extends never>(): T[] => [];

describe('the catalogue of facts', () => {
  it('knows the clock of each time, whatever its name', () => {
    expect(none<Unsure<BuiltInFacts>>()).toEqual([]);
    // @ts-expect-error -- a number that is named like a time
    none<Unsure<{ rows: { seenAt?: number }[] }>>();

    interface Fact {
      began: ReplicaTime | null;
      rows: readonly { reset?: ServerTime; createdAt: number }[];
    }
    const clock: ClockOf<Fact> = { began: 'replica', 'rows[].reset': 'server' };
    expect(clock).toBeDefined();
    // @ts-expect-error -- one of its times is missing
    const missing: ClockOf<Fact> = { began: 'replica' };
    // @ts-expect-error -- the clock is another
    const other: ClockOf<Fact> = { began: 'server', 'rows[].reset': 'server' };
    // @ts-expect-error -- it has times
    const without: ClockOf<Fact> = 'none';
    // @ts-expect-error -- it is no time
    const more: ClockOf<{ count: number }> = { count: 'replica' };
    expect([missing, other, without, more]).toHaveLength(4);
  });

  it('says which facts a check of a server may need', () => {
    const ofDatabase: SubjectOf<'size' | 'environment'> = 'database';
    const ofServer: SubjectOf<'connections' | 'environment'> = 'server';
    // @ts-expect-error -- the size of whichever plugin database
    const ofAny: SubjectOf<'size' | 'connections'> = 'server';
    // @ts-expect-error -- it would warn once per plugin database
    const ofEach: SubjectOf<'connections'> = 'database';
    expect([ofDatabase, ofServer, ofAny, ofEach]).toHaveLength(4);
  });
});
