import { sizeInWords } from './bytes';
import { countInWords } from './counts';
import { dateInWords, momentInWords, sinceInWords } from './dates';
import { ageInWords, spanInWords } from './durations';
import { evidenceInWords } from './evidence';
import { growthInWords } from './growth';
import { limitInWords } from './limits';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('bytes', () => {
  it('are marked where they were measured roughly', () => {
    expect(sizeInWords({ bytes: 1536 })).toBe('1.5 KiB');
    expect(sizeInWords({ bytes: 1536, approximate: true })).toBe('≈ 1.5 KiB');
  });

  it('gives growth a sign', () => {
    expect(growthInWords(12 * 1024 ** 2)).toBe('+12.0 MiB a day');
    expect(growthInWords(-2048)).toBe('−2.0 KiB a day');
    expect(growthInWords(0)).toBe('no growth');
  });
});

describe('durations', () => {
  it.each([
    [-5 * second, 'just now'],
    [999, 'just now'],
    [12 * second, '12 s ago'],
    [59.9 * second, '59 s ago'],
    [minute, '1 min ago'],
    [2 * hour - 1, '1 h ago'],
    [47 * hour, '47 h ago'],
    [2 * day, '2 days ago'],
    [400 * day, '400 days ago'],
  ])('%d ms is %s', (ageMs, words) => {
    expect(ageInWords(ageMs)).toBe(words);
  });

  it('rounds a span down', () => {
    expect(spanInWords(3 * minute + 59 * second)).toBe('3 min');
  });
});

describe('since when', () => {
  const now = Date.parse('2026-11-21T18:00:00');

  it.each([
    ['2026-11-21T17:40:00', momentInWords],
    ['2026-11-20T09:00:00', momentInWords],
    ['2026-11-19T17:59:00', dateInWords],
  ])('is told of %s as finely as one needs it', (at, inWords) => {
    expect(sinceInWords(at, now)).toBe(inWords(at));
  });
});

describe('counts', () => {
  it('agrees with its noun', () => {
    expect(countInWords(0, 'finding')).toBe('0 findings');
    expect(countInWords(1, 'finding')).toBe('1 finding');
    expect(countInWords(1234, 'finding')).toBe('1,234 findings');
  });
});

describe('evidence', () => {
  it('is told apart from its limit', () => {
    const MiB = 1024 ** 2;
    expect(evidenceInWords(12.02 * MiB, 'bytes', 12 * MiB)).toBe('12.02 MiB');
    expect(evidenceInWords(12 * MiB, 'bytes', 12.02 * MiB)).toBe('12.00 MiB');
    expect(evidenceInWords(12 * MiB, 'bytes', null)).toBe('12.0 MiB');
  });

  it.each([
    [118 * 1024 ** 3, 'bytes', '118 GiB'],
    [412, 'ms', '412 ms'],
    [2_820, 's', '47 min'],
    [0, 's', '0 s'],
    [80, '%', '80 %'],
    [140, 'connections', '140 connections'],
    [1, 'migrations', '1 migration'],
    [1, 'failures in a row', '1 failure in a row'],
    [2, 'lock tables', '2 lock tables'],
    [1, 'lock tables', '1 lock table'],
    ['memory', 'SQLite storage', 'memory'],
  ])('%s %s is %s', (value, unit, words) => {
    expect(evidenceInWords(value, unit)).toBe(words);
  });
});

describe('limits', () => {
  it.each([
    ['warningMs', 250, 'warning: 250 ms'],
    ['criticalUptimeSeconds', 300, 'critical: uptime 5 min'],
    ['warningBytes', 100 * 1024 ** 3, 'warning: 100 GiB'],
    ['warningPercent', 80, 'warning: 80 %'],
    ['warningFailures', 1, 'warning: 1 failure in a row'],
    ['criticalFailures', 2, 'critical: 2 failures in a row'],
    ['criticalPerMinute', 5, 'critical: 5 a minute'],
    ['warningCount', 1, 'warning: 1'],
    ['leastDailyBytes', 1024 ** 3, 'least: daily 1.0 GiB'],
    ['criticalTimes', 5, 'critical: 5 ×'],
    ['warningDays', 14, 'warning: 14 days'],
    ['criticalSessions', 3, 'critical: 3 sessions'],
    ['warningUnheardWidgets', 1, 'warning: unheard 1 widget'],
  ])('%s %d is %s', (key, value, words) => {
    expect(limitInWords(key, value)).toBe(words);
  });
});
