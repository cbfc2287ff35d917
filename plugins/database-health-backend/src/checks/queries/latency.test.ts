import { judgements, severity } from '../__testUtils__/evaluate';
import { noon } from '../__testUtils__/facts';
import { latency } from './latency';

const ping = (averageMs: number, lastMs = averageMs) => ({
  ping: { averageMs, lastMs, at: noon },
});

describe('latency', () => {
  it.each([
    [0, undefined],
    [249.9, undefined],
    [250, 'warning'],
    [999.9, 'warning'],
    [1_000, 'critical'],
    [4_800, 'critical'],
  ])('an average of %d ms is %s', (averageMs, expected) => {
    expect(severity(latency, ping(averageMs))).toBe(expected);
  });

  it.each([
    [4_800, 250, 'critical'],
    [4_800, 249, 'warning'],
    [300, 249, 'warning'],
    [249, 249, undefined],
  ])('an average of %d ms, the last one %d ms, is %s', (average, last, is) => {
    expect(severity(latency, ping(average, last))).toBe(is);
  });

  it('says that it is over', () => {
    expect(judgements(latency, ping(1_240, 12))).toMatchObject([
      {
        message:
          'A round trip to the database takes 1.2 s on average, the last one took 12 ms.',
        evidence: { observed: 1_240, limit: 250, unit: 'ms' },
      },
    ]);
  });

  it('does not mind one slow answer', () => {
    const facts = { ping: { averageMs: 200, lastMs: 3_000, at: noon } };
    expect(severity(latency, facts)).toBeUndefined();
  });

  it('tells the average and the limit', () => {
    expect(judgements(latency, ping(1_240.4))).toEqual([
      {
        severity: 'critical',
        message: 'A round trip to the database takes 1.2 s on average.',
        evidence: { observed: 1_240, limit: 1_000, unit: 'ms' },
        remedy: { text: expect.stringContaining('load of the server') },
      },
    ]);
    expect(judgements(latency, ping(312.4))).toMatchObject([
      {
        message: 'A round trip to the database takes 312 ms on average.',
        evidence: { observed: 312, limit: 250, unit: 'ms' },
      },
    ]);
  });
});
