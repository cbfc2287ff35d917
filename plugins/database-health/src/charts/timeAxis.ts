import { dayMs, minuteMs } from '../words/timeSpans';

const minuteSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];

/**
 * Marks at the beginning of minutes, hours, days or months of the reader's own zone,
 * about `wanted` of them between two times, epoch milliseconds.
 */
export function timeTicks(from: number, to: number, wanted = 6): number[] {
  const spanMs = (to - from) / wanted;
  if (spanMs < dayMs) {
    const minutes = minuteSteps.find(each => each * minuteMs >= spanMs)!;
    return walk(
      from,
      to,
      time => time.setMinutes(time.getMinutes() + minutes),
      {
        minutes,
      },
    );
  }
  if (spanMs < 25 * dayMs) {
    const days = [1, 2, 5, 7, 10, 15, 30].find(each => each * dayMs >= spanMs);
    return walk(from, to, time => time.setDate(time.getDate() + days!));
  }
  const months = Math.ceil(spanMs / (31 * dayMs));
  return walk(from, to, time => time.setMonth(time.getMonth() + months), {
    month: true,
  });
}

const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
});
const month = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  year: 'numeric',
});

/** `14:00`, `Nov 21` or `Nov 2026`: what tells two marks apart. */
export function timeTickInWords(at: number, spanMs: number): string {
  const time = new Date(at);
  if (spanMs <= 2 * dayMs && time.getHours() !== 0) {
    return timeOfDay.format(time);
  }
  return (spanMs > 200 * dayMs ? month : day).format(time);
}

function walk(
  from: number,
  to: number,
  next: (time: Date) => void,
  start: { minutes?: number; month?: boolean } = {},
): number[] {
  const time = new Date(from);
  if (start.minutes) {
    const passed = time.getHours() * 60 + time.getMinutes();
    time.setHours(0, Math.floor(passed / start.minutes) * start.minutes, 0, 0);
  } else {
    time.setHours(0, 0, 0, 0);
  }
  if (start.month) {
    time.setDate(1);
  }
  const marks: number[] = [];
  for (; time.getTime() <= to; next(time)) {
    if (time.getTime() >= from) {
      marks.push(time.getTime());
    }
  }
  return marks;
}
