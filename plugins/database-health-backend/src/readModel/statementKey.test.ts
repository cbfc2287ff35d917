import { statementKey } from './statementKey';

describe('a statement', () => {
  it.each([
    [
      'select count(*) as `n` from `Big "one"` as `b` where `b`.`name` in (?)',
      'SELECT COUNT (*) AS `n` FROM `Big "one"` AS `b` WHERE `b` . `name` IN (?)',
    ],
    ['select * from things where a=?', 'SELECT * FROM `things` WHERE `a` = ?'],
  ])('is the same however its server writes it', (ours, theirs) => {
    expect(statementKey(theirs)).toBe(statementKey(ours));
  });

  it.each([
    ['select `ab`', 'select `a` `b`'],
    ['select "A"', 'select "a"'],
    ['select a', 'select b'],
    ['select a b', 'select ab'],
  ])('%s is another one than %s', (one, other) => {
    expect(statementKey(one)).not.toBe(statementKey(other));
  });
});
