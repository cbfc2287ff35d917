import { oneAtATime } from './oneAtATime';

describe('oneAtATime', () => {
  it('does what is asked for meanwhile once, afterwards', async () => {
    const ends: (() => void)[] = [];
    const ask = oneAtATime(() => new Promise(resolve => ends.push(resolve)));
    const all = Promise.all([ask(), ask(), ask()]);
    await new Promise(setImmediate);
    expect(ends).toHaveLength(1);
    const meanwhile = [ask(), ask()];
    ends[0]();
    await new Promise(setImmediate);
    expect(ends).toHaveLength(2);
    ends[1]();
    await Promise.all([all, ...meanwhile]);
    await new Promise(setImmediate);
    expect(ends).toHaveLength(2);
  });

  it.each([
    ['rejects', async () => Promise.reject(new Error('broken'))],
    [
      'throws at once',
      () => {
        throw new Error('broken');
      },
    ],
  ])('works again after what %s', async (_, breaks) => {
    const work = jest.fn(async () => {});
    work.mockImplementationOnce(breaks);
    const ask = oneAtATime(work);
    await expect(ask()).rejects.toThrow('broken');
    await ask();
    expect(work).toHaveBeenCalledTimes(2);
  });
});
