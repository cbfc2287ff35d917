import { valueOf } from 'backstage-plugin-database-health-node';
import { pulseHistoryLength } from '../pure/facts';
import type { Facts } from 'backstage-plugin-database-health-node';
import type { QueryNumbers } from './queries';
import { PulseRecord } from './record';

const failed = {
  outcome: 'failed',
  failure: { kind: 'refused', sentence: 'It refuses connections.' },
  tookMs: 10,
} as const;
const answered = { outcome: 'answered', pingMs: 3, tookMs: 3 } as const;

function toldBy<F extends keyof Facts>(record: PulseRecord, fact: F) {
  return valueOf<Facts[F]>(record.readings(0)[fact]);
}

describe('PulseRecord', () => {
  it('has no readings before the first pulse', () => {
    expect(new PulseRecord().readings(0)).toEqual({});
  });

  it('counts failures in a row and remembers since when', () => {
    const record = new PulseRecord();
    record.note(answered, {}, 1_000);
    record.note(failed, {}, 2_000);
    record.note(failed, {}, 3_000);
    expect(toldBy(record, 'reachability')).toMatchObject({
      answered: false,
      failures: 2,
      failingSince: 1_990,
      lastAnsweredAt: 1_000,
      failure: failed.failure,
    });
    record.note(answered, {}, 4_000);
    expect(toldBy(record, 'reachability')).toEqual({
      answered: true,
      failures: 0,
      answeringSince: 4_000,
      lastAnsweredAt: 4_000,
      tookMs: 3,
      poolFull: false,
    });
  });

  it('tells when the plugin was answered, and as of when its numbers are', () => {
    const record = new PulseRecord();
    const queries = { count: 3, errors: 0 } as QueryNumbers;
    record.note(
      { outcome: 'answered', tookMs: 0, answeredAt: 500 },
      { queries },
      6_000,
      1_000,
    );
    expect(record.readings(6_000)).toMatchObject({
      reachability: { value: { lastAnsweredAt: 500 }, at: 6_000 },
      queries: { value: { history: [{ at: 1_000 }] }, at: 1_000 },
    });
  });

  it('neither starts nor ends a row of failures with a full pool', () => {
    const record = new PulseRecord();
    record.note(failed, {}, 1_000);
    record.note({ outcome: 'pool-full' }, {}, 2_000);
    expect(toldBy(record, 'reachability')).toMatchObject({
      answered: false,
      failures: 1,
      poolFull: true,
    });
  });

  it('says nothing of a database that it never heard behind a full pool', () => {
    const record = new PulseRecord();
    record.note({ outcome: 'pool-full' }, {}, 1_000);
    expect(toldBy(record, 'reachability')).toBeUndefined();
  });

  it('averages round trips with a third for the newest', () => {
    const record = new PulseRecord();
    record.note({ ...answered, pingMs: 3 }, {}, 1_000);
    record.note({ ...answered, pingMs: 9 }, {}, 2_000);
    record.note({ outcome: 'answered', tookMs: 0 }, {}, 3_000);
    expect(toldBy(record, 'ping')).toEqual({
      averageMs: 5,
      lastMs: 9,
      at: 2_000,
    });
  });

  it('keeps the last ten minutes of the pool and no more', () => {
    const record = new PulseRecord();
    const pool = {
      used: 1,
      free: 1,
      pending: 0,
      creating: 0,
      min: 0,
      max: 2,
      waits: { count: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0 },
      oldestWaitMs: 0,
      timeouts: 3,
      createFailures: 4,
    };
    for (let at = 0; at < 3 * pulseHistoryLength; at++) {
      record.note(answered, { pool }, at);
    }
    const { history } = toldBy(record, 'pool')!;
    expect(history).toHaveLength(pulseHistoryLength);
    expect(history[0].at).toBe(2 * pulseHistoryLength);
    expect(history.at(-1)).toEqual({
      at: 3 * pulseHistoryLength - 1,
      used: 1,
      pending: 0,
      max: 2,
      timeouts: 3,
    });
  });

  it('keeps so many past counts of queries', () => {
    const record = new PulseRecord();
    const queries = {
      duplicates: 0,
      failures: [],
      failing: [],
      times: { count: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0 },
      statements: [],
    };
    for (let at = 1; at <= pulseHistoryLength + 5; at += 1) {
      record.note(
        answered,
        { queries: { ...queries, count: at * 10, errors: at } },
        at,
      );
    }
    const { history, ...last } = toldBy(record, 'queries')!;
    expect(history).toHaveLength(pulseHistoryLength);
    expect(history[0]).toEqual({ at: 6, count: 60, errors: 6 });
    expect(last).toMatchObject({ count: 450, errors: 45 });
  });
});
