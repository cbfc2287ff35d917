import { stretchMinutesOf } from './storage';

const dayMinutes = 1_440;

/** What is left after thinning: one sample of each older day, its last, and then one an hour. */
function minutesKept(nowMinute: number, days: number): number[] {
  const today = nowMinute - (nowMinute % dayMinutes);
  const older = Array.from(
    { length: days - 14 },
    (_, index) => today - (days - 1 - index) * dayMinutes - 9,
  );
  const hourly: number[] = [];
  for (
    let minute = today - 14 * dayMinutes;
    minute <= nowMinute;
    minute += 60
  ) {
    hourly.push(minute);
  }
  return [...older, ...hourly];
}

describe('the stretches of which the last sample is told', () => {
  it.each([7, 30, 90])(
    'leave out no day of %d, whatever the time of the day',
    days => {
      for (
        let now = 20_000 * dayMinutes;
        now < 20_001 * dayMinutes;
        now += 17
      ) {
        const kept = minutesKept(now, 120).filter(
          minute => minute >= now - days * dayMinutes,
        );
        const stretch = stretchMinutesOf(days * 86_400_000);
        const told = [
          ...new Map(
            kept.map(minute => [Math.floor(minute / stretch), minute]),
          ),
        ].map(([, minute]) => minute);
        const daysOf = (minutes: readonly number[]) => [
          ...new Set(minutes.map(minute => Math.floor(minute / dayMinutes))),
        ];
        expect(daysOf(told)).toEqual(daysOf(kept));
        expect(told.length).toBeLessThanOrEqual(100);
      }
    },
  );

  it('are parts of a day or whole days', () => {
    expect(
      [1, 7, 30, 90, 730].map(days => stretchMinutesOf(days * 86_400_000)),
    ).toEqual([15, 120, 480, 1_440, 8 * 1_440]);
  });
});
