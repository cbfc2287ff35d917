import { decodeMeasures, encodeMeasures, mergeMeasures } from './measures';

const once = (value: number) => ({ last: value, min: value, max: value });

describe('measures', () => {
  it.each([
    0,
    1,
    127,
    128,
    16_383,
    16_384,
    2 ** 31,
    2 ** 40 + 1,
    Number.MAX_SAFE_INTEGER,
  ])('keep %d to the last bit', value => {
    const measures = new Map([
      [0, once(value)],
      [200, { last: value, min: 0, max: Number.MAX_SAFE_INTEGER }],
    ]);
    expect(decodeMeasures(encodeMeasures(measures))).toEqual(measures);
  });

  it('are nothing where nothing was measured', () => {
    expect(encodeMeasures(new Map())).toHaveLength(0);
    expect(decodeMeasures(Buffer.alloc(0))).toEqual(new Map());
  });

  it('take few bytes', () => {
    expect(encodeMeasures(new Map([[5, once(100_000)]]))).toHaveLength(4);
  });

  it('that are cut off do no harm', () => {
    const bytes = encodeMeasures(new Map([[1, once(2 ** 40)]]));
    expect(() => decodeMeasures(bytes.subarray(0, 3))).not.toThrow();
  });

  it('merge to the last and the extremes of each', () => {
    expect(
      mergeMeasures([
        new Map([
          [0, { last: 5, min: 1, max: 9 }],
          [1, once(3)],
        ]),
        new Map([[0, once(4)]]),
        new Map([
          [0, once(7)],
          [2, once(8)],
        ]),
      ]),
    ).toEqual(
      new Map([
        [0, { last: 7, min: 1, max: 9 }],
        [1, once(3)],
        [2, once(8)],
      ]),
    );
  });
});
