import { limitSuffixes, unitOfLimit } from './limitUnits';

it('tells the unit of a limit by the end of its name', () => {
  expect(unitOfLimit('criticalBudgetPercent', 80)).toEqual({
    suffix: 'Percent',
    unit: '%',
  });
  expect(unitOfLimit('warningFailures', 1)?.unit).toBe('failure in a row');
  expect(unitOfLimit('criticalFailures', 2)?.unit).toBe('failures in a row');
  expect(unitOfLimit('warningWidgets', 2)).toBeUndefined();
});

it('has no end that is the end of another', () => {
  for (const suffix of limitSuffixes) {
    expect(limitSuffixes.filter(other => suffix.endsWith(other))).toEqual([
      suffix,
    ]);
  }
});
