import type { Watched } from './watched';

/** A unit of UCUM, or what is counted, in braces: as OpenTelemetry has them. */
export type Unit = 's' | 'By' | '1' | `{${string}}`;

/** One line of a metric. */
export interface Series<Value> {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: Value;
}

/** Durations since the process started; both counts and sum never fall. */
export interface Distribution {
  /** How many took at most as long as each of the instrument's bounds. */
  readonly counts: readonly number[];
  readonly count: number;
  readonly sumSeconds: number;
}

interface Described<Value> {
  /** As OpenTelemetry has it: words with dots between, and no unit. */
  readonly name: string;
  readonly unit: Unit;
  readonly help: string;
  /** All that its series may have; likewise. */
  readonly labels: readonly string[];
  /** Takes no look at anything but memory. */
  read(watched: Watched): readonly Series<Value>[];
}

export interface Scalar extends Described<number> {
  readonly kind: 'gauge' | 'counter';
}

export interface Histogram extends Described<Distribution> {
  readonly kind: 'histogram';
  /** Ascending. */
  readonly boundsSeconds: readonly number[];
}

/** One metric, whoever it is told. */
export type Instrument = Scalar | Histogram;
