/** Where the axes of every chart leave room for what is drawn, in pixels. */
export const plot = {
  heightPx: 260,
  left: 78,
  right: 14,
  top: 10,
  bottom: 30,
} as const;

/** What every chart is drawn within. */
export interface PlotFrame {
  widthPx: number;
  heightPx: number;
  /** Both ends of the axis of time, epoch milliseconds. */
  from: number;
  to: number;
}

/** Where a time stands, in pixels from the left edge of the chart. */
export function xOf(at: number, { widthPx, from, to }: PlotFrame): number {
  const inner = widthPx - plot.left - plot.right;
  return plot.left + ((at - from) / Math.max(1, to - from)) * inner;
}

/** The place in `times` of what is nearest to a pixel; -1 where there is none. */
export function nearest(
  x: number,
  times: readonly number[],
  frame: PlotFrame,
): number {
  return times.reduce(
    (best, at, index) =>
      best < 0 ||
      Math.abs(xOf(at, frame) - x) < Math.abs(xOf(times[best], frame) - x)
        ? index
        : best,
    -1,
  );
}
