import { ConnectTimeoutError } from '../../observation/unanswered';
import { describeFailure } from '../../failures/failure';
import { type Pool } from '../../pure/facts';
import { judgements, severity } from '../__testUtils__/evaluate';
import { noon, pool } from '../__testUtils__/facts';
import { poolCreateFailures } from './pool-create-failures';

const failingFor = (seconds: number, overrides: Partial<Pool> = {}) => ({
  pool: pool({
    createFailures: 3,
    createFailingSince: noon - seconds * 1_000,
    lastCreateFailureAt: noon,
    ...overrides,
  }),
});

/** Once, and none was wanted in vain since. */
const failedBefore = (seconds: number) =>
  failingFor(seconds, { lastCreateFailureAt: noon - seconds * 1_000 });

/** For more than a minute, until so long ago. */
const failedUntil = (seconds: number, overrides: Partial<Pool> = {}) =>
  failingFor(200, {
    lastCreateFailureAt: noon - seconds * 1_000,
    ...overrides,
  });

describe('pool-create-failures', () => {
  it.each([
    ['never', { pool: pool() }, undefined],
    [
      'before, but not any more',
      { pool: pool({ createFailures: 9 }) },
      undefined,
    ],
    ['just now', failingFor(0), 'warning'],
    ['just below a minute', failingFor(59), 'warning'],
    ['for a minute', failingFor(60), 'critical'],
    ['by a clock that was put back', failingFor(-5), 'warning'],
    ['once, a minute ago', failedBefore(60), 'warning'],
    ['once, just below 5 min ago', failedBefore(299), 'warning'],
    ['once, 5 min ago', failedBefore(300), undefined],
    ['for a minute, until 29 s ago', failedUntil(29), 'critical'],
    ['for a minute, until 30 s ago', failedUntil(30), 'warning'],
    [
      'for a minute, until 30 s ago, and one is wanted',
      failedUntil(30, { pending: 1 }),
      'critical',
    ],
    [
      'for a minute, until 30 s ago, and one is being opened',
      failedUntil(30, { creating: 1 }),
      'critical',
    ],
  ])('%s', (_, facts, expected) => {
    expect(severity(poolCreateFailures, facts)).toBe(expected);
  });

  it('tells for how long', () => {
    expect(judgements(poolCreateFailures, failingFor(300))).toMatchObject([
      {
        message: 'The pool cannot open connections.',
        evidence: { observed: 300, limit: 60, unit: 's' },
      },
    ]);
  });

  it('tells why, where it is known', () => {
    const createFailure = describeFailure({ code: '53300' });
    expect(
      judgements(poolCreateFailures, failingFor(5, { createFailure })),
    ).toMatchObject([
      {
        message:
          'The pool cannot open connections. The server has no connection left to give.',
      },
    ]);
  });

  it('does not blame the pool for a server that does not answer', () => {
    const createFailure = describeFailure(new ConnectTimeoutError());
    expect(
      judgements(poolCreateFailures, failingFor(5, { createFailure })),
    ).toMatchObject([
      {
        message: expect.stringMatching(/^Opening a connection timed out:/),
      },
    ]);
  });

  it('says when it ended, once none is wanted any more', () => {
    expect(judgements(poolCreateFailures, failedUntil(120))).toMatchObject([
      {
        severity: 'warning',
        message:
          'The pool could not open connections until 11:58 UTC, and has wanted none since.',
      },
    ]);
  });
});
