import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { counted } from '../__testUtils__/statistics';
import { tempFiles } from './temp-files';

const GiB = 1_024 ** 3;

/** What looks found: seconds ago, bytes and files. */
const facts = (...looks: [ago: number, bytes: number, files?: number][]) => ({
  statistics: [
    counted(
      ...looks.map(
        ([ago, temporaryBytes, temporaryFiles = 1]) =>
          [ago, { temporaryFiles, temporaryBytes }] as const,
      ),
    ),
  ],
});

describe('temp-files', () => {
  it.each([
    ['none', facts([300, GiB], [0, GiB]), undefined],
    [
      '31 files of 138 KiB',
      facts([300, 0, 0], [0, 138 * 1_024, 31]),
      undefined,
    ],
    ['just below 1 GiB', facts([3_600, 0], [0, GiB - 1]), undefined],
    ['1 GiB', facts([3_600, 0], [0, GiB]), 'warning'],
    ['1 GiB in one file, just now', facts([15, 7], [0, GiB + 7]), 'warning'],
    [
      '1 GiB, just within the hour',
      facts([3_600, 0], [3_599, GiB], [0, GiB]),
      'warning',
    ],
    [
      '1 GiB, an hour ago',
      facts([3_700, 0], [3_600, GiB], [0, GiB]),
      undefined,
    ],
    [
      'much before the first look',
      facts([15, 9 * GiB], [0, 9 * GiB]),
      undefined,
    ],
  ])('%s', (_, given, expected) => {
    expect(severity(tempFiles, given)).toBe(expected);
  });

  it('tells how much, in how many files, and in whose database', () => {
    const [database] = facts([300, GiB, 50], [0, 4 * GiB, 90]).statistics;
    expect(
      judgements(tempFiles, {
        statistics: [{ ...database, pluginIds: ['catalog'] }],
      }),
    ).toMatchObject([
      {
        object: 'backstage_plugin_catalog',
        message:
          'Queries in the database of catalog wrote 3.0 GiB to 40 temporary files in the last hour.',
        evidence: { observed: 3 * GiB, limit: GiB, unit: 'bytes' },
      },
    ]);
  });

  it('is skipped before the second look', () => {
    expect(evaluate(tempFiles, facts([0, 500]))).toMatchObject({
      skipped: expect.stringContaining('not been counted twice'),
    });
  });
});
