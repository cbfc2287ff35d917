import type { Transitions } from 'backstage-plugin-database-health-common';
import { postgresDatabase } from '../fixtures/databases';
import { server } from '../fixtures/overview';
import { lanesOf, timesOf } from './lanes';
import { firstDrawn } from './watched';

const hour = 3_600_000;
const to = Date.parse('2026-11-21T12:00:00Z');
const from = to - 24 * hour;
const at = (hoursAgo: number) => new Date(to - hoursAgo * hour).toISOString();
const message = '';

const outage: Transitions['transitions'] = [
  { at: at(2), databaseId: 'a', from: 'critical', to: 'ok', message },
  { at: at(5), databaseId: 'a', from: 'ok', to: 'critical', message },
];
const databases = [
  postgresDatabase('a'),
  postgresDatabase('b'),
  postgresDatabase('c', { status: 'warning' }),
];

describe('lanes', () => {
  const lanes = lanesOf({ databases, servers: [server()] }, outage, {
    from,
    to,
  });

  it('are of what changed, or is not ok now, the worst first', () => {
    expect(lanes.map(({ name }) => name)).toEqual(['a', 'c']);
  });

  it('show what was before the first change, between and after', () => {
    expect(lanes[0].segments).toEqual([
      { status: 'ok', from, to: to - 5 * hour },
      { status: 'critical', from: to - 5 * hour, to: to - 2 * hour },
      { status: 'ok', from: to - 2 * hour, to },
    ]);
    expect(timesOf(lanes[0])).toEqual([
      ['critical', 3 * hour],
      ['ok', 21 * hour],
    ]);
  });

  it('show what did not change as it is', () => {
    expect(lanes[1].segments).toEqual([{ status: 'warning', from, to }]);
  });

  it('do not tell of what was not watched yet', () => {
    const lane = (subject: number, watchedSince: Record<string, string>) =>
      lanesOf({ databases: [databases[subject]], servers: [] }, outage, {
        from,
        to,
        watchedSince,
      })[0].segments.map(each => [each.status, (to - each.from) / hour]);
    const lasting = [
      ['critical', 5],
      ['ok', 2],
    ];
    expect(lane(0, { a: at(8) })).toEqual([[null, 24], ['ok', 8], ...lasting]);
    expect(lane(0, { a: at(3) })).toEqual([[null, 24], ...lasting]);
    expect(lane(0, { a: at(30), b: at(8) })).toEqual([['ok', 24], ...lasting]);
    // Nothing is kept of it, but of another one.
    expect(lane(0, { b: at(9) })).toEqual([[null, 24], ['ok', 9], ...lasting]);
    expect(lane(0, {})).toEqual([[null, 24], ...lasting]);
    // It became so before.
    expect(lane(2, { c: at(3) })).toEqual([['warning', 24]]);
  });

  it('of a server begin with the first of its databases', () => {
    const [{ segments }] = lanesOf(
      { databases, servers: [server()] },
      [
        {
          at: at(2),
          serverId: 'postgres-1',
          from: 'ok',
          to: 'warning',
          message,
        },
      ],
      { from, to, watchedSince: { a: at(6), b: at(7) } },
    ).filter(({ id }) => id === 'server postgres-1');
    expect(
      segments.map(each => [each.status, (to - each.from) / hour]),
    ).toEqual([
      [null, 24],
      ['ok', 7],
      ['warning', 2],
    ]);
  });

  it('begin with what was watched first', () => {
    const begin = (...hoursAgo: number[]) =>
      firstDrawn(
        from,
        to,
        Object.fromEntries(hoursAgo.map((each, id) => [id, at(each)])),
      );
    expect(begin(2, 3)).toBe(to - 3 * hour);
    expect(begin(1 / 60)).toBe(to - hour / 6);
    expect(begin(25, 3)).toBeUndefined();
    expect(begin()).toBeUndefined();
  });

  it('take no change of a check for one of the whole', () => {
    const ofCheck = outage.map(each => ({ ...each, checkId: 'latency' }));
    expect(
      lanesOf({ databases: databases.slice(0, 2), servers: [] }, ofCheck, {
        from,
        to,
      }),
    ).toEqual([]);
  });
});
