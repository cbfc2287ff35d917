import { lastTime } from './digestTimes';

const hourMs = 3_600_000;
const at = (hour: number, minute: number, timeZone = 'Europe/Berlin') =>
  ({ hour, minute, timeZone } as const);
const lastAt = (time: ReturnType<typeof at>, now: string) =>
  new Date(lastTime(time, Date.parse(now))).toISOString();

describe('when a digest was due last', () => {
  it.each([
    ['2026-11-30T06:59:59Z', '2026-11-29T07:00:00.000Z'],
    ['2026-11-30T07:00:00Z', '2026-11-30T07:00:00.000Z'],
    ['2026-11-30T23:30:00Z', '2026-11-30T07:00:00.000Z'],
    // In summer.
    ['2026-07-01T06:00:00Z', '2026-07-01T06:00:00.000Z'],
  ])('is at 08:00 where the clocks show it: %s', (now, expected) => {
    expect(lastAt(at(8, 0), now)).toBe(expected);
  });

  it('is by the clocks of the configured time zone', () => {
    expect(lastAt(at(0, 30, 'Asia/Kolkata'), '2026-11-30T12:00:00Z')).toBe(
      '2026-11-29T19:00:00.000Z',
    );
    expect(lastAt(at(8, 0, 'UTC'), '2026-11-30T12:00:00Z')).toBe(
      '2026-11-30T08:00:00.000Z',
    );
  });

  it.each(['2027-03-28', '2027-10-31'])(
    'is once a day also when the clocks are changed: %s',
    day => {
      const times = new Set<number>();
      const from = Date.parse(`${day}T00:00:00Z`) - 24 * hourMs;
      for (let now = from; now < from + 72 * hourMs; now += hourMs / 12) {
        times.add(lastTime(at(2, 30), now));
      }
      // That of the day before is in it.
      expect(times.size).toBe(4);
    },
  );
});
