import { type Extent, StoreOutages, type Use } from './storeOutages';

const use: Use = { part: 'samples', writes: false };
const other: Use = { part: 'versions', writes: false };

describe('What fails of the store', () => {
  let now: number;
  let troubles: StoreOutages;

  beforeEach(() => {
    now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    jest.spyOn(Math, 'random').mockReturnValue(0);
    troubles = new StoreOutages();
  });
  afterEach(() => jest.restoreAllMocks());

  const fail = (extent: Extent = 'part', which = use) =>
    troubles.failed(which, { startedAt: now, extent });

  /** After how many seconds it is tried again. */
  function pauseSeconds(options?: { urgent: boolean }): number {
    const failedAt = now;
    let seconds = 0;
    while (troubles.rests(use, options)) {
      seconds += 1;
      now = failedAt + seconds * 1_000;
    }
    return seconds;
  }

  it('is left alone for longer and longer, up to five minutes', () => {
    const pauses = Array.from({ length: 9 }, () => {
      fail();
      return pauseSeconds();
    });
    expect(pauses).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
    troubles.succeeded(use);
    fail();
    expect(pauseSeconds()).toBe(5);
  });

  it('is left alone for up to a quarter longer, as it falls', () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.999);
    fail();
    expect(pauseSeconds()).toBe(7);
  });

  it('is tried by what is urgent until it has failed for a while', () => {
    const pauses = Array.from({ length: 4 }, () => {
      now += 1_000;
      fail();
      return pauseSeconds({ urgent: true });
    });
    expect(pauses).toEqual([0, 0, 20, 40]);
  });

  it('is one failure, however much was under way when it came', () => {
    const startedAt = now - 100;
    for (let count = 0; count < 5; count += 1) {
      troubles.failed(use, { startedAt, extent: 'everything' });
    }
    expect(troubles.rests(other)).toBe(true);
    expect(pauseSeconds()).toBe(5);
  });

  it('is tried at once where its database is back, and rests anew', () => {
    const since = now;
    [1, 2, 3, 4].forEach(() => {
      fail('everything');
      now += 1_000;
    });
    troubles.mayBeOver();
    expect(troubles.rests(use)).toBe(false);
    expect(troubles.since()).toBe(since);
    fail('everything');
    expect(pauseSeconds()).toBe(5);
  });

  it('goes for all that is written where the database takes no writes', () => {
    const written: Use = { part: 'replicas', writes: true };
    const since = now;
    fail('writes', written);
    expect(troubles.rests({ ...other, writes: true })).toBe(true);
    expect(troubles.rests(other)).toBe(false);
    troubles.succeeded(other);
    expect(troubles.since(['samples'])).toBe(since);
    troubles.succeeded({ ...other, writes: true });
    expect(troubles.since(['samples'])).toBeUndefined();
  });

  it('is tried again where the clock is put back, and rests then', () => {
    fail();
    now -= 3_600_000;
    expect(troubles.rests(use)).toBe(false);
    fail();
    expect(troubles.rests(use)).toBe(true);
  });
});
