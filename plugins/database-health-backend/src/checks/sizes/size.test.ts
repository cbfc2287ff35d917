import { judgements, severity } from '../__testUtils__/evaluate';
import { size } from './size';

const GiB = 1_024 ** 3;

const holding = (bytes: number, approximate = false) => ({
  size: { bytes, approximate, tables: 3 },
  sizeLimit: null,
});

describe('size', () => {
  it.each([
    ['empty', 0, undefined],
    ['a byte below the warning', 100 * GiB - 1, undefined],
    ['at the warning', 100 * GiB, 'warning'],
    ['a byte below the critical limit', 250 * GiB - 1, 'warning'],
    ['at the critical limit', 250 * GiB, 'critical'],
  ])('%s', (_, bytes, expected) => {
    expect(severity(size, holding(bytes))).toBe(expected);
  });

  it.each([
    ['below four fifths', 7.9, undefined],
    ['at four fifths', 8, 'warning'],
    ['at all', 10, 'critical'],
  ])('%s of its budget, whatever is usual', (_, gib, expected) => {
    const facts = {
      ...holding(gib * GiB),
      sizeLimit: { bytes: 10 * GiB, of: 'budget' as const },
    };
    expect(severity(size, facts)).toBe(expected);
    for (const { message } of judgements(size, facts)) {
      expect(message).toBe(
        `The database holds ${gib.toFixed(1)} GiB of its budget of 10.0 GiB.`,
      );
    }
  });

  it('tells a byte too many from its budget', () => {
    const MiB = 1_024 ** 2;
    const [{ message }] = judgements(size, {
      ...holding(12.24 * MiB),
      sizeLimit: { bytes: 12 * MiB, of: 'budget' as const },
    });
    expect(message).toBe(
      'The database holds 12.2 MiB of its budget of 12.0 MiB.',
    );
  });

  it('is not held to the end of its disk', () => {
    expect(
      severity(size, {
        ...holding(9 * GiB),
        sizeLimit: { bytes: 10 * GiB, of: 'disk' },
      }),
    ).toBeUndefined();
  });

  it('is held to the limits of the configuration', () => {
    const limits = { warningBytes: 10, criticalBytes: 20 };
    expect(severity(size, holding(15), { limits })).toBe('warning');
    expect(severity(size, holding(20), { limits })).toBe('critical');
    expect(severity(size, holding(9), { limits })).toBeUndefined();
  });

  it('tells bytes and limit, and whether the bytes are approximate', () => {
    expect(judgements(size, holding(120 * GiB, true))).toEqual([
      {
        severity: 'warning',
        message:
          'The database holds about 120 GiB and has reached its limit of 100 GiB.',
        evidence: { observed: 120 * GiB, limit: 100 * GiB, unit: 'bytes' },
        remedy: {
          text: expect.stringContaining('databaseHealth.budgets'),
        },
      },
    ]);
    expect(judgements(size, holding(300 * GiB))).toMatchObject([
      {
        message:
          'The database holds 300 GiB and has reached its limit of 250 GiB.',
      },
    ]);
  });
});
