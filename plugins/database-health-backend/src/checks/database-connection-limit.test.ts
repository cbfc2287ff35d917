import { evaluate, judgements, severity } from './__testUtils__/evaluate';
import { statistics } from './__testUtils__/facts';
import { databaseConnectionLimit } from './database-connection-limit';

const using = (connections: number, connectionLimit: number | null) =>
  statistics({ connections, connectionLimit });

describe('database-connection-limit', () => {
  it.each([
    ['none', using(0, 100), undefined],
    ['just below 80 %', using(79, 100), undefined],
    ['80 %', using(80, 100), 'warning'],
    ['just below 95 %', using(94, 100), 'warning'],
    ['95 %', using(95, 100), 'critical'],
    ['more than all, as superusers may', using(103, 100), 'critical'],
    ['all of nothing', using(0, 0), 'critical'],
  ])('%s', (_, database, expected) => {
    expect(
      severity(databaseConnectionLimit, {
        statistics: [using(5_000, null), database],
      }),
    ).toBe(expected);
  });

  it('names the database, and the line that gives it enough', () => {
    expect(
      judgements(databaseConnectionLimit, {
        statistics: [
          { ...using(18, 20), pluginIds: ['catalog'] },
          { ...using(20, 20), database: 'a "b"' },
        ],
      }),
    ).toMatchObject([
      {
        object: 'backstage_plugin_catalog',
        message:
          '18 of 20 connections are in use that the database of catalog takes.',
        evidence: { observed: 90, limit: 80, unit: '%' },
        remedy: {
          sql: 'alter database "backstage_plugin_catalog" connection limit 23;',
        },
      },
      {
        object: 'a "b"',
        message:
          '20 of 20 connections are in use that the database a "b" takes.',
        evidence: { observed: 100, limit: 95, unit: '%' },
        remedy: { sql: 'alter database "a ""b""" connection limit 26;' },
      },
    ]);
  });

  it('advises a limit that is no finding any more', () => {
    for (const connections of [1, 4, 8, 79, 80, 99]) {
      const [{ remedy }] = judgements(databaseConnectionLimit, {
        statistics: [using(connections, connections)],
      });
      const advised = Number(/limit (\d+);$/.exec(remedy.sql!)![1]);
      expect(
        judgements(databaseConnectionLimit, {
          statistics: [using(connections, advised)],
        }),
      ).toEqual([]);
    }
  });

  it('is skipped where no database has a limit', () => {
    expect(
      evaluate(databaseConnectionLimit, { statistics: [using(900, null)] }),
    ).toEqual({ skipped: 'No database has a limit of its own.' });
  });
});
