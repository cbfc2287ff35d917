import { dayMs } from '../../timeSpans';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { certificate, noon } from '../__testUtils__/facts';
import { certificateExpiry } from './certificate-expiry';

const ending = (days: number, authorityDays?: number) => ({
  certificate: certificate({
    validUntil: noon + days * dayMs,
    ...(authorityDays !== undefined && {
      authorityValidUntil: noon + authorityDays * dayMs,
    }),
  }),
});

describe('certificate-expiry', () => {
  it.each([
    [31, undefined],
    [30, undefined],
    [29.9, 'warning'],
    [7, 'warning'],
    [6.9, 'critical'],
    [-1, 'critical'],
  ])('with %d days to go', (days, expected) => {
    expect(severity(certificateExpiry, ending(days))).toBe(expected);
  });

  it('says when, and what to do', () => {
    expect(judgements(certificateExpiry, ending(12.5))).toMatchObject([
      {
        message:
          'The certificate of the server ends in 12 days, at 2026-01-14 00:00:00 UTC.',
        evidence: { observed: 12, limit: 30, unit: 'days' },
        remedy: { text: expect.stringContaining('Renew the certificate') },
      },
    ]);
    expect(judgements(certificateExpiry, ending(0.5))[0].message).toContain(
      'ends in less than a day',
    );
    expect(judgements(certificateExpiry, ending(-1))[0].message).toContain(
      'ended at 2025-12-31 12:00:00 UTC',
    );
  });

  it('tells the certificate of an authority that ends before', () => {
    expect(judgements(certificateExpiry, ending(300, 20))).toMatchObject([
      {
        severity: 'warning',
        message: expect.stringMatching(/^A certificate by which .* 20 days/),
      },
    ]);
    expect(judgements(certificateExpiry, ending(300, 400))).toEqual([]);
  });

  it('is skipped where no server has shown one', () => {
    expect(evaluate(certificateExpiry, { certificate: null })).toEqual({
      skipped: expect.any(String),
    });
  });
});
