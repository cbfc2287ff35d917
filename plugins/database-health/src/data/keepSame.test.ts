import { keepSame } from './keepSame';

describe('keepSame', () => {
  it('keeps the whole where nothing has changed', () => {
    const before = { list: [{ a: 1, b: null }], text: 'x' };
    expect(keepSame(before, structuredClone(before))).toBe(before);
  });

  it('keeps what has not changed beside what has', () => {
    const before = { list: [{ a: 1 }, { a: 2 }], other: { c: [3] } };
    const after = keepSame(before, {
      list: [{ a: 1 }, { a: 9 }],
      other: { c: [3] },
    });
    expect(after).toEqual({ list: [{ a: 1 }, { a: 9 }], other: { c: [3] } });
    expect(after.list[0]).toBe(before.list[0]);
    expect(after.other).toBe(before.other);
    expect(before.list[1]).toEqual({ a: 2 });
  });

  it.each([
    ['a key more', { a: 1 }, { a: 1, b: undefined }],
    ['a key less', { a: 1, b: 2 }, { a: 1 }],
    ['another key', { a: undefined }, { b: undefined }],
    ['an item more', [1], [1, 2]],
    ['an item less', [1, 2], [1]],
    ['a list for an object', { 0: 1 }, [1]],
    ['null for an object', { a: 1 }, null],
    ['nothing known before', undefined, { a: [1] }],
  ])('tells of %s as it is', (_, before, after) => {
    const kept: unknown = keepSame(before, after);
    expect(kept).toStrictEqual(after);
    expect(kept).not.toBe(before);
  });
});
