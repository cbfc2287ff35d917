import { durationInWords } from './durationInWords';
import { dayMs, hourMs, minuteMs, secondMs } from './timeSpans';

describe('a duration in words', () => {
  it.each([
    [0, '0 ms'],
    [0.04, '< 0.1 ms'],
    [0.8, '0.8 ms'],
    [9.96, '10 ms'],
    [412.4, '412 ms'],
    [999.6, '1 s'],
    [1_250, '1.3 s'],
    [12 * secondMs, '12 s'],
    [59.4 * secondMs, '59 s'],
    [59.6 * secondMs, '1 min'],
    [90 * secondMs, '1.5 min'],
    [47 * minuteMs, '47 min'],
    [59.9 * minuteMs, '1 h'],
    [90 * minuteMs, '1.5 h'],
    [47 * hourMs, '47 h'],
    [47.6 * hourMs, '2 days'],
    [60 * hourMs, '2.5 days'],
    [400 * dayMs, '400 days'],
  ])('%d ms is %s', (durationMs, words) => {
    expect(durationInWords(durationMs)).toBe(words);
  });
});
