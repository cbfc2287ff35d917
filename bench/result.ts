/** One line of the table: what was measured against what. */
export interface Result {
  name: string;
  /** Medians over all rounds, with their units. */
  baseline: string;
  measured: string;
  /** Measured to baseline, round by round, in the median; NaN without a baseline. */
  ratio: number;
  /** The same for the baseline against itself: what the machine adds. */
  controlRatio?: number;
  /** Absent where the figure is for information only. */
  target?: string;
  met?: boolean;
}

/** The middle number; the upper one of two. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
