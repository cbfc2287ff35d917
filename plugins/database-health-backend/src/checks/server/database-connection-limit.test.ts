import type { LimitedRole } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { statistics } from '../__testUtils__/facts';
import { databaseConnectionLimit } from './database-connection-limit';

const withRoles = (...roles: Omit<LimitedRole, 'name'>[]) => ({
  connections: {
    used: 97,
    limit: 500,
    reserved: 3,
    byLimitedRole: roles.map((role, i) => ({ ...role, name: `secret_${i}` })),
  },
});

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
          '18 of the 20 connections that the database of catalog may have are in use.',
        evidence: { observed: 90, limit: 80, unit: '%' },
        remedy: {
          sql: 'alter database "backstage_plugin_catalog" connection limit 23;',
        },
      },
      {
        object: 'a "b"',
        message:
          '20 of the 20 connections that the database a "b" may have are in use.',
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

  it.each([
    [79, undefined],
    [80, 'warning'],
    [95, 'critical'],
  ])('is of a role, too: %i of 100', (used, expected) => {
    expect(
      severity(
        databaseConnectionLimit,
        withRoles(
          { pluginIds: ['auth'], used: 1, limit: 100 },
          { pluginIds: ['catalog'], used, limit: 100 },
        ),
      ),
    ).toBe(expected);
  });

  it('names the role that has least left by its plugins alone', () => {
    expect(
      judgements(
        databaseConnectionLimit,
        withRoles(
          { pluginIds: ['auth', 'catalog'], used: 17, limit: 20 },
          { pluginIds: [], used: 8, limit: 10 },
          { pluginIds: ['search'], used: 1, limit: 20 },
        ),
      ),
    ).toEqual([
      {
        severity: 'warning',
        object: 'role',
        message:
          '17 of the 20 connections that the role of auth and catalog (and 1 other) may have are in use.',
        evidence: { observed: 85, limit: 80, unit: '%' },
        remedy: {
          text: expect.stringMatching(
            /^Raise the limit to at least 22 \(`alter role … connection limit …`\), or use fewer: /,
          ),
          detailedSql: 'alter role "secret_0" connection limit 22;',
        },
      },
    ]);
  });

  it('names the role to nobody but those who may see details', () => {
    const [{ message, object, remedy }] = judgements(
      databaseConnectionLimit,
      withRoles({ pluginIds: [], used: 20, limit: 20 }),
    );
    expect(message).toBe(
      '20 of the 20 connections that the role of this portal may have are in use.',
    );
    const { detailedSql, ...shown } = remedy;
    expect(detailedSql).toContain('secret_0');
    expect(JSON.stringify({ message, object, shown })).not.toContain('secret');
  });

  it('is skipped where no database and no role has a limit', () => {
    expect(
      evaluate(databaseConnectionLimit, { statistics: [using(900, null)] }),
    ).toEqual({
      skipped: 'No database and no role of plugins has a limit of its own.',
    });
  });

  it('warns at most of a role that only calls its sessions by the name of a plugin', () => {
    const roles = (...byLimitedRole: object[]) => ({
      connections: { used: 9, limit: 100, reserved: 3, byLimitedRole },
    });
    const named = {
      name: 'named',
      pluginIds: ['catalog'],
      byName: true,
      used: 5,
      limit: 5,
    };
    const own = { name: 'own', pluginIds: ['search'], used: 96, limit: 100 };
    expect(severity(databaseConnectionLimit, roles(named) as never)).toBe(
      'warning',
    );
    expect(
      judgements(databaseConnectionLimit, roles(named, own) as never),
    ).toMatchObject([
      {
        severity: 'critical',
        message: expect.stringContaining('the role of search (and 1 other)'),
      },
    ]);
  });
});
