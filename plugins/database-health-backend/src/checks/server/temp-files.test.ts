import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { counted } from '../__testUtils__/statistics';
import { tempFiles } from './temp-files';

const MiB = 1_024 ** 2;

/** Files of 10 MiB as looks found them: seconds ago and how many. */
const facts = (...looks: [ago: number, files: number][]) => ({
  statistics: [
    counted(
      ...looks.map(
        ([ago, files]) =>
          [
            ago,
            { temporaryFiles: files, temporaryBytes: files * 10 * MiB },
          ] as const,
      ),
    ),
  ],
});

describe('temp-files', () => {
  it.each([
    ['none', facts([300, 50], [0, 50]), undefined],
    ['nine', facts([300, 50], [0, 59]), undefined],
    ['ten', facts([300, 50], [0, 60]), 'warning'],
    ['many, before', facts([400, 0], [300, 500], [0, 509]), undefined],
    ['many before the first look', facts([15, 500], [0, 500]), undefined],
  ])('%s', (_, given, expected) => {
    expect(severity(tempFiles, given)).toBe(expected);
  });

  it('tells how many, how large, and in whose database', () => {
    const [database] = facts([300, 50], [0, 90]).statistics;
    expect(
      judgements(tempFiles, {
        statistics: [{ ...database, pluginIds: ['catalog'] }],
      }),
    ).toMatchObject([
      {
        object: 'backstage_plugin_catalog',
        message:
          'Queries in the database of catalog wrote 40 temporary files (400 MiB in total) in the last 5 min.',
        evidence: { observed: 40, limit: 10, unit: 'files' },
      },
    ]);
  });

  it('is skipped before the second look', () => {
    expect(evaluate(tempFiles, facts([0, 500]))).toMatchObject({
      skipped: expect.stringContaining('not been counted twice'),
    });
  });
});
