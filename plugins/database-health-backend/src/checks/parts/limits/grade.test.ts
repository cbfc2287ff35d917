import { atMostWarning, grade } from './grade';

describe('a number held to its limits', () => {
  it.each([
    ['nothing to hold', NaN, undefined],
    ['below both', 79, undefined],
    ['at the warning', 80, { severity: 'warning', limit: 80 }],
    ['below the critical', 99, { severity: 'warning', limit: 80 }],
    ['at the critical', 100, { severity: 'critical', limit: 100 }],
    ['without end', Infinity, { severity: 'critical', limit: 100 }],
  ])('%s', (_, observed, graded) => {
    expect(grade(observed, { warning: 80, critical: 100 })).toEqual(graded);
  });

  it('says nothing below a warning that was configured above the critical', () => {
    const limits = { warning: 100, critical: 80 };
    expect(grade(90, limits)).toBeUndefined();
    expect(grade(100, limits)).toEqual({ severity: 'critical', limit: 80 });
  });

  it('is a warning, at the limit of one, where it is over', () => {
    const limits = { warning: 1, critical: 5 };
    expect(atMostWarning(grade(7, limits)!, limits)).toEqual({
      severity: 'warning',
      limit: 1,
    });
  });
});
