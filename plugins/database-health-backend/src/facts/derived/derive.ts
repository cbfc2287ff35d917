import type {
  FactName,
  Facts,
  Reading,
  Readings,
} from 'backstage-plugin-database-health-node';

/** What facts are derived for, as of now: `at`, epoch milliseconds. */
export interface Moment {
  readonly at: number;
}

/** What is known when a fact is derived: what it needs was read. */
export type Given<N extends FactName> = Readings & {
  readonly [F in N]: Extract<Reading<Facts[F]>, { status: 'read' }>;
};

/**
 * A fact that follows from others, or what is added to one of them. Where one that
 * it needs was not read, or it gives `undefined`, it stays as it was. It is as old as
 * the oldest that it needs.
 */
export interface Derivation<
  F extends FactName,
  N extends FactName,
  Subject extends Moment,
  Value = Facts[F] | undefined,
> {
  readonly fact: F;
  readonly needs: readonly N[];
  derive(readings: Given<N>, subject: Subject): Value;
}

/** One whose facts are known only to itself: what a list holds. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- derive is contravariant in what it needs
export type DerivedFact<Subject extends Moment> = Derivation<any, any, Subject>;

/** One that asks the store or a folder first. */
export type DerivedLater<Subject extends Moment> = Derivation<
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  any,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as above
  any,
  Subject,
  Promise<unknown>
>;

/** Makes one with what it needs inferred. */
export function derivedFact<
  F extends FactName,
  const N extends FactName,
  Subject extends Moment,
>(derivation: Derivation<F, N, Subject>): DerivedFact<Subject> {
  return Object.freeze(derivation);
}

/** As {@link derivedFact}, for one that asks first. */
export function derivedLater<
  F extends FactName,
  const N extends FactName,
  Subject extends Moment,
>(
  derivation: Derivation<F, N, Subject, Promise<Facts[F] | undefined>>,
): DerivedLater<Subject> {
  return Object.freeze(derivation);
}

/** Readings with all that follows from them, in the order of the list. */
export function withDerived<Subject extends Moment>(
  list: readonly DerivedFact<Subject>[],
  readings: Readings,
  subject: Subject,
): Readings {
  return list.reduce(
    (known, each) =>
      isGiven(each, known)
        ? taken(each, known, each.derive(known, subject), subject)
        : known,
    readings,
  );
}

/** As {@link withDerived}, one after the other. */
export async function withDerivedLater<Subject extends Moment>(
  list: readonly (DerivedFact<Subject> | DerivedLater<Subject>)[],
  readings: Readings,
  subject: Subject,
): Promise<Readings> {
  let known = readings;
  for (const each of list) {
    if (isGiven(each, known)) {
      known = taken(each, known, await each.derive(known, subject), subject);
    }
  }
  return known;
}

type Wanted = Pick<Derivation<FactName, FactName, Moment>, 'fact' | 'needs'>;

function isGiven(
  { needs }: Wanted,
  readings: Readings,
): readings is Given<FactName> {
  return needs.every(fact => readings[fact]?.status === 'read');
}

function taken(
  { fact, needs }: Wanted,
  readings: Readings,
  value: unknown,
  { at }: Moment,
): Readings {
  return value === undefined
    ? readings
    : {
        ...readings,
        [fact]: {
          status: 'read',
          value,
          at: Math.min(at, ...needs.map(each => readings[each]!.at)),
        },
      };
}
