const unit = 1024;
/** 256 and 512, so that the marks are round in the next unit too. */
const steps = [1, 2, 5, 10, 20, 50, 100, 256, 512];

/**
 * About five marks from 0 to at least `largest`, in steps that are round in
 * the unit that they are written in. An axis of bytes always starts at 0, so
 * that what looks twice as high is twice as much.
 */
export function byteTicks(largest: number): number[] {
  return ticks(Math.max(1, largest), roundBytes);
}

/** As {@link byteTicks}, for numbers that are counted in tens. */
export function numberTicks(largest: number): number[] {
  return ticks(largest > 0 ? largest : 1, wanted => {
    const power = 10 ** Math.floor(Math.log10(wanted));
    return [1, 2, 5, 10].find(step => step * power >= wanted)! * power;
  });
}

function ticks(largest: number, round: (wanted: number) => number): number[] {
  const step = round(largest / 4.5);
  const count = Math.ceil(largest / step);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

function roundBytes(wanted: number): number {
  const power = Math.max(0, Math.floor(Math.log(wanted) / Math.log(unit)));
  const base = unit ** power;
  const step = steps.find(each => each * base >= wanted);
  return step === undefined ? base * unit : step * base;
}
