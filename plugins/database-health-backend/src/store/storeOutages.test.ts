import { StoreOutages, type Use } from './storeOutages';

const use: Use = { part: 'samples', writes: false };

describe('What fails of the store', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['is left alone for half a minute', 29_999, true],
    ['is then tried again', 30_000, false],
    ['is tried again where the clock is put back', -3_600_000, false],
  ])('%s', (_, passedMs, rests) => {
    const failedAt = Date.now();
    const now = jest.spyOn(Date, 'now').mockReturnValue(failedAt);
    const troubles = new StoreOutages();
    troubles.failed(use, false);
    now.mockReturnValue(failedAt + passedMs);
    expect(troubles.rests(use)).toBe(rests);
  });
});
