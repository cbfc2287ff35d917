import { forecastWords } from './limitWords';

const now = Date.parse('2026-11-21T12:00:00');
const forecast = {
  bytesPerDay: 1,
  reachedAt: '2026-12-21T12:00:00',
  earliest: '2026-12-19T12:00:00',
  latest: '2026-12-25T12:00:00',
  samples: 30,
};

describe('a forecast in words', () => {
  // The year is told where it is another one.
  beforeEach(() => jest.setSystemTime(now));

  it.each([
    [forecast, 'likely between Dec 19 and Dec 25'],
    [{ ...forecast, latest: null }, 'likely between Dec 19 and never'],
    [{ ...forecast, earliest: null }, undefined],
    [
      {
        ...forecast,
        earliest: '2026-12-21T10:00:00',
        latest: '2026-12-21T14:00:00',
      },
      undefined,
    ],
  ])('is told with how sure it is', (given, between) => {
    expect(forecastWords(given, now)).toEqual({
      when: 'in about 30 days, Dec 21',
      ...(between && { between }),
    });
  });

  it('ends within ten years or is not told', () => {
    expect(forecastWords({ ...forecast, reachedAt: null }, now)).toEqual({
      when: 'not within ten years',
    });
  });
});
