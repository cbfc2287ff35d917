import { readSince } from './since';

const now = Date.UTC(2026, 5, 30, 12);
const hourMs = 3_600_000;
const read = (value: unknown) => readSince(value, { otherwise: 'P1D', now });

describe('since', () => {
  it.each([
    ['P30D', 30 * 24 * hourMs],
    ['P2W', 14 * 24 * hourMs],
    ['P1Y', 365 * 24 * hourMs],
    ['P1M', 30 * 24 * hourMs],
    ['PT12H', 12 * hourMs],
    ['P1DT1H30M15S', 25.5 * hourMs + 15_000],
    ['PT0S', 0],
    [undefined, 24 * hourMs],
  ])('%s is so long ago', (text, agoMs) => {
    expect(read(text)).toBe(now - agoMs);
  });

  it.each([
    ['2026-06-01', Date.UTC(2026, 5, 1)],
    ['2026-06-01T10:00:00Z', Date.UTC(2026, 5, 1, 10)],
    ['2026-06-01T10:00:00.500+02:00', Date.UTC(2026, 5, 1, 8) + 500],
  ])('%s is a time', (text, at) => {
    expect(read(text)).toBe(at);
  });

  it.each([
    '',
    'P',
    'PT',
    'P1',
    'P-1D',
    '30 days',
    '1750000000000',
    'yesterday',
    '2026-13-01',
    '2027-01-01',
    'P99999Y',
    ['P1D', 'P2D'],
    { a: 'P1D' },
  ])('%j is refused with what is allowed', text => {
    expect(() => read(text)).toThrow(
      'since must be an ISO 8601 duration such as P30D or PT12H, or a time in the past such as 2026-05-31T12:00:00.000Z',
    );
  });
});
