import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { noon } from '../__testUtils__/facts';
import { growth } from './growth';

const GiB = 1_024 ** 3;
const dayMs = 24 * 60 * 60 * 1000;

/** Sizes in GiB, days apart as given by their keys: days ago. */
const sizes = (byDaysAgo: Record<number, number>) => ({
  sizeHistory: {
    days: Object.entries(byDaysAgo)
      .map(([ago, gib]) => ({
        at: noon - Number(ago) * dayMs,
        bytes: gib * GiB,
      }))
      .sort((a, b) => a.at - b.at),
  },
});

describe('growth', () => {
  it.each([
    ['by half in a day', { 1: 10, 0: 15 }, 'warning'],
    ['by a fifth in a day', { 1: 10, 0: 12 }, 'warning'],
    ['by less than a fifth', { 1: 10, 0: 11.9 }, undefined],
    ['by the least that counts', { 1: 1, 0: 2 }, 'warning'],
    ['by more than a fifth, of little', { 1: 1, 0: 1.9 }, undefined],
    ['from nothing', { 1: 0, 0: 2 }, 'warning'],
    ['every day of a week', { 7: 5, 6: 10, 1: 38, 0: 42 }, 'warning'],
    ['not at all', { 7: 10, 1: 10, 0: 10 }, undefined],
    ['backwards', { 1: 20, 0: 10 }, undefined],
  ])('%s', (_, byDaysAgo, expected) => {
    expect(severity(growth, sizes(byDaysAgo))).toBe(expected);
  });

  it('tells the worse of the day and the week', () => {
    expect(judgements(growth, sizes({ 7: 5, 1: 38, 0: 60 }))).toMatchObject([
      {
        message: 'It grew by 22.0 GiB in a day, from 38.0 GiB.',
        evidence: { observed: 58, limit: 20, unit: '% a day' },
      },
    ]);
  });

  it('is over when the day and the week are over', () => {
    expect(judgements(growth, sizes({ 8: 10, 7: 30, 1: 30, 0: 30 }))).toEqual(
      [],
    );
  });

  it('is skipped without a day of history, and without the store', () => {
    expect(evaluate(growth, sizes({ 0: 10 }))).toEqual({
      skipped: 'There is no day of history yet.',
    });
    expect(evaluate(growth, { sizeHistory: null })).toHaveProperty('skipped');
  });
});
