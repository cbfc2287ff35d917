import { Newest } from './newest';

describe('the newest', () => {
  it('are those that were noted last, and no more than wanted', () => {
    const newest = new Newest<number>(3);
    ['a', 'b', 'c', 'a', 'd'].forEach((key, i) => newest.note(key, i));
    expect(newest.all()).toEqual([4, 3, 2]);
    expect(newest.get('b')).toBeUndefined();
    newest.forget('a');
    expect(newest.all()).toEqual([4, 2]);
    expect(newest.size).toBe(2);
  });
});
