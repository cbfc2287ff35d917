import { factCatalogue } from 'backstage-plugin-database-health-node';
import { checks } from '../checks';
import type { IncidentRecord, IncidentState, SeenIncident } from '../store';
import { judgedServer, type SaidByCheck } from './__testUtils__/judged';
import { Explanations } from './causes';
import { OpenIncidents } from './openIncidents';

const explanations = new Explanations(checks, factCatalogue);
const down = {
  server: { 'server-reachable': 'critical' },
  databases: {
    catalog: { reachable: 'critical' },
    auth: { reachable: 'critical' },
  },
} as const;
const well = { databases: { catalog: {}, auth: {} } };
const downId = 'server:postgres-1:server-reachable:1';
let now: number;

beforeEach(() => {
  now = Date.UTC(2026, 5, 30, 12);
});

function replica() {
  const incidents = new OpenIncidents({
    explanations,
    openAfterMs: 10_000,
    closeAfterMs: 60_000,
    now: () => now,
  });
  const look = (said: Parameters<typeof judgedServer>[0], since = now) =>
    incidents.judged(judgedServer(said, now, since));
  return {
    incidents,
    look,
    /** Looks every 5 s. */
    lookFor(
      said: Parameters<typeof judgedServer>[0],
      seconds: number,
      since?: number,
    ) {
      for (let i = 0; i < seconds; i += 5) {
        look(said, since);
        now += 5_000;
      }
      look(said, since);
    },
    open: () => incidents.list().map(({ id }) => id),
  };
}

/** What a store makes of it, if no replica knows better. */
function stateOf(...sent: SeenIncident[]): IncidentState {
  return {
    open: sent
      .filter(({ closed }) => !closed)
      .map(
        ({ openedAgeMs, ...each }): IncidentRecord => ({
          ...each,
          openedAt: now - openedAgeMs,
          closedAt: undefined,
          changes: [],
        }),
      ),
    occurrences: new Map(
      sent.map(({ name, occurrence }) => [name, occurrence]),
    ),
  };
}

const ofCatalog = (catalog: SaidByCheck) => ({ databases: { catalog } });

describe('an incident', () => {
  it('opens after two looks and the least time, once for a whole server', () => {
    const { look, open, incidents } = replica();
    const began = now;
    expect(look(down)).toBe(false);
    now += 9_999;
    expect(look(down)).toBe(false);
    now += 1;
    expect(look(down)).toBe(true);
    expect(look(down)).toBe(false);
    expect(open()).toEqual([downId]);
    expect(incidents.list()).toMatchObject([
      {
        subject: { serverId: 'postgres-1' },
        severity: 'critical',
        title: 'server-reachable of postgres-1.',
        cause: 'postgres-1:server-reachable',
        openedAt: new Date(began).toISOString(),
      },
    ]);
  });

  it('opens later by what is to end by itself, and at once by anything else of it', () => {
    const { lookFor, open } = replica();
    const update = {
      severity: 'warning',
      message: 'A newer version takes over.',
      openAfterMs: 900_000,
    } as const;
    lookFor(ofCatalog({ 'migrations-missing': update }), 895);
    expect(open()).toEqual([]);
    lookFor(ofCatalog({ 'migrations-missing': update }), 5);
    expect(open()).toEqual(['database:catalog:migrations-missing:1']);

    const other = replica();
    other.lookFor(ofCatalog({ 'migrations-missing': update }), 30);
    other.lookFor(ofCatalog({ 'migrations-missing': 'critical' }), 0);
    expect(other.open()).toEqual(['database:catalog:migrations-missing:1']);
  });

  it('does not open by one look, however often that is judged', () => {
    const { incidents, open } = replica();
    const once = judgedServer(down, now);
    for (let i = 0; i < 20; i++) {
      incidents.judged(once);
      now += 5_000;
    }
    expect(open()).toEqual([]);
  });

  it('does not open by looks at one plugin database after the other', () => {
    const { incidents, open } = replica();
    const looked = judgedServer(down, now);
    const [catalog, auth] = looked.databases;
    for (const checkedAt of [now - 10_000, now + 30_000]) {
      now = Math.max(now, checkedAt);
      incidents.judged({
        ...looked,
        databases: [catalog, { ...auth, checkedAt }],
      });
    }
    expect(open()).toEqual([]);
  });

  it('does not open by what comes and goes', () => {
    const { look, open } = replica();
    for (let i = 0; i < 20; i++) {
      look(i % 2 === 0 ? down : well);
      now += 8_000;
    }
    expect(open()).toEqual([]);
  });

  it('ends after two looks and the least time, and stays where it comes back', () => {
    const { incidents, lookFor, look, open } = replica();
    lookFor(down, 20);
    lookFor(well, 55);
    look(down);
    expect(open()).toEqual([downId]);
    now += 5_000;
    const wellSince = now;
    lookFor(well, 60);
    expect(incidents.toExchange()).toMatchObject([
      { id: downId, closed: { ageMs: 60_000, settledAgeMs: 0 } },
    ]);
    // The store says when: other replicas may still see it.
    expect(open()).toEqual([downId]);
    incidents.goOnAlone();
    expect(open()).toEqual([]);
    expect(incidents.since(0)).toMatchObject([
      { id: downId, closedAt: new Date(wellSince).toISOString() },
    ]);
    expect(incidents.since(now)).toEqual([]);
  });

  it('does not end by what cannot be read', () => {
    const { incidents, lookFor } = replica();
    lookFor(ofCatalog({ blocked: 'critical' }), 20);
    lookFor(ofCatalog({ blocked: 'unknown' }), 600);
    expect(incidents.toExchange()).not.toHaveProperty('0.closed');
  });

  it('ends some time after its subject is gone', () => {
    const { incidents, lookFor } = replica();
    lookFor(down, 20);
    incidents.noteWatched(() => false);
    now += 5 * 60_000;
    incidents.noteWatched(() => false);
    expect(incidents.toExchange()).toHaveProperty('0.closed');
    incidents.noteWatched(() => true);
    expect(incidents.toExchange()).not.toHaveProperty('0.closed');
  });

  it('of a plugin database waits until it is known whether its server answers', () => {
    const { lookFor, open } = replica();
    const alone = { catalog: { reachable: 'critical' }, auth: {} } as const;
    lookFor(
      { server: { 'server-reachable': 'unknown' }, databases: alone },
      30,
    );
    expect(open()).toEqual([]);
    lookFor({ databases: alone }, 0);
    expect(open()).toEqual(['database:catalog:reachable:1']);
  });

  it('that was open before its server fell silent stays beside that', () => {
    const { lookFor, open } = replica();
    const size = { databases: { catalog: { size: 'warning' } } } as const;
    lookFor(size, 20);
    lookFor({ ...size, server: down.server }, 20);
    expect(open()).toEqual([downId, 'database:catalog:size:1']);
    lookFor({ ...size, server: {} }, 0);
    expect(open()).toContain('database:catalog:size:1');
  });

  it('leaves things behind that are none of their own, for ten minutes', () => {
    const { incidents, lookFor, open } = replica();
    const left = {
      databases: {
        catalog: { 'pool-timeouts': 'warning' },
        auth: { reachable: 'warning' },
      },
    } as const;
    lookFor(down, 20);
    const since = now;
    lookFor({ databases: { catalog: left.databases.catalog } }, 120, since);
    expect(open()).toEqual([downId]);
    incidents.goOnAlone();
    lookFor({ databases: { catalog: left.databases.catalog } }, 475, since);
    expect(open()).toEqual([]);
    lookFor(left, 20, since);
    expect(open()).toEqual([
      'database:catalog:pool-timeouts:1',
      'database:auth:reachable:1',
    ]);
  });

  it('leaves them behind, too, where it was over before it opened', () => {
    const { look, lookFor, open } = replica();
    const began = now;
    look(down);
    now += 5_000;
    lookFor(
      {
        databases: {
          catalog: { 'pool-create-failures': 'warning' },
          auth: { 'pool-create-failures': 'warning' },
        },
      },
      120,
      began,
    );
    expect(open()).toEqual([]);
  });

  it('opens soon after an outage for what a survey finds then', () => {
    const { incidents, lookFor, open } = replica();
    lookFor(down, 20);
    lookFor(well, 60);
    incidents.goOnAlone();
    lookFor(
      {
        databases: {
          catalog: {
            'migrations-missing': 'critical',
            'pool-timeouts': 'warning',
          },
          auth: {},
        },
      },
      20,
      now - 55_000,
    );
    expect(open()).toEqual(['database:catalog:migrations-missing:1']);
  });

  it('opens for a server that is full, also where it once gave nobody a connection', () => {
    const { look, lookFor, open } = replica();
    const full = { server: { 'server-connections': 'critical' } } as const;
    const began = now;
    look({ ...down, server: { ...down.server, ...full.server } });
    now += 5_000;
    lookFor({ ...well, ...full }, 20, began);
    expect(open()).toEqual(['server:postgres-1:server-connections:1']);
  });

  it('is told of what begins anew soon after another', () => {
    const { incidents, lookFor, open } = replica();
    lookFor(down, 20);
    lookFor(well, 60);
    incidents.goOnAlone();
    now += 5_000;
    lookFor({ databases: { catalog: { 'pool-wait': 'warning' } } }, 20, now);
    expect(open()).toEqual(['database:catalog:pool-wait:1']);
  });

  it('gets another cause when that is found, gets worse and never better', () => {
    const { incidents, lookFor } = replica();
    lookFor(ofCatalog({ 'pool-saturation': 'warning' }), 20);
    lookFor(
      ofCatalog({ 'pool-saturation': 'critical', blocked: 'warning' }),
      0,
    );
    expect(incidents.list()).toMatchObject([
      {
        id: 'database:catalog:pool-saturation:1',
        severity: 'critical',
        cause: 'catalog:blocked',
        findings: ['catalog:blocked', 'catalog:pool-saturation'],
      },
    ]);
    const sent = incidents.toExchange();
    expect(sent).toMatchObject([{ changed: true, checkId: 'blocked' }]);
    incidents.agreed(stateOf(...sent), sent);
    expect(incidents.toExchange()).toMatchObject([{ changed: false }]);
    lookFor(ofCatalog({ 'pool-wait': 'warning' }), 0);
    lookFor(ofCatalog({ 'pool-saturation': 'warning' }), 30);
    expect(incidents.list()).toMatchObject([{ severity: 'critical' }]);
  });

  it('of a full server is the same when that gives nobody a connection any more', () => {
    const { lookFor, open } = replica();
    lookFor({ ...well, server: { 'server-connections': 'critical' } }, 20);
    lookFor(
      { ...down, server: { ...down.server, 'server-connections': 'unknown' } },
      60,
    );
    lookFor({ ...well, server: { 'server-connections': 'critical' } }, 20);
    expect(open()).toEqual(['server:postgres-1:server-connections:1']);
  });
});

describe('replicas', () => {
  it('without a store number the same incidents alike', () => {
    const [a, b] = [replica(), replica()];
    for (let i = 0; i < 2; i++) {
      for (let s = 0; s <= 20; s += 5) {
        [a, b].forEach(each => each.look(down));
        now += 5_000;
      }
      expect(a.open()).toEqual([`server:postgres-1:server-reachable:${i + 1}`]);
      expect(b.open()).toEqual(a.open());
      for (let s = 0; s <= 70; s += 5) {
        [a, b].forEach(each => each.look(well));
        now += 5_000;
      }
      [a, b].forEach(each => each.incidents.goOnAlone());
    }
    const ids = a.incidents.toExchange().map(({ id }) => id);
    expect(ids).toEqual([downId, 'server:postgres-1:server-reachable:2']);
    expect(b.incidents.toExchange().map(({ id }) => id)).toEqual(ids);
  });

  it('take over what others opened, and end it where those are gone', () => {
    const [a, b] = [replica(), replica()];
    a.lookFor(down, 20);
    const told = stateOf(...a.incidents.toExchange());
    b.incidents.agreed(told, []);
    expect(b.open()).toEqual([downId]);
    b.lookFor(well, 60);
    expect(b.incidents.toExchange()).toMatchObject([
      { id: downId, seenAgeMs: undefined, closed: { settledAgeMs: 0 } },
    ]);
  });

  it('forget what the store says is over, and count on from its number', () => {
    const { incidents, lookFor, open } = replica();
    incidents.agreed(
      { open: [], occurrences: new Map([[downId.slice(0, -2), 7]]) },
      [],
    );
    lookFor(down, 20);
    expect(open()).toEqual(['server:postgres-1:server-reachable:8']);
    const sent = incidents.toExchange();
    incidents.agreed({ ...stateOf(), occurrences: new Map() }, sent);
    expect(open()).toEqual([]);
    lookFor(down, 0);
    expect(open()).toEqual(['server:postgres-1:server-reachable:9']);
  });

  it('that began without the store number what they saw anew when they reach it', () => {
    const { incidents, lookFor, open } = replica();
    lookFor(down, 20);
    lookFor(well, 60);
    incidents.goOnAlone();
    lookFor(down, 20);
    const name = downId.slice(0, -2);
    incidents.agreed({ open: [], occurrences: new Map([[name, 4]]) }, []);
    expect(open()).toEqual([`${name}:6`]);
    expect(incidents.toExchange().map(({ id }) => id)).toEqual([
      `${name}:5`,
      `${name}:6`,
    ]);
  });

  it('that began without the store find the one that is open there', () => {
    const { incidents, lookFor, open } = replica();
    lookFor(down, 20);
    const [own] = incidents.toExchange();
    const state = stateOf({ ...own, id: `${own.name}:4`, occurrence: 4 });
    incidents.agreed(state, []);
    lookFor(down, 20);
    expect(open()).toEqual([`${own.name}:4`]);
  });

  const told = (incidents: OpenIncidents) =>
    incidents.news().map(({ messageId }) => messageId);

  it('without a store have the same news, by the same ids, until it has recorded them', () => {
    const [a, b] = [replica(), replica()];
    for (const { incidents, lookFor } of [a, b]) {
      lookFor(down, 20);
      expect(told(incidents)).toEqual([`${downId}:opened`]);
      lookFor(well, 60);
      incidents.goOnAlone();
      expect(told(incidents)).toEqual([`${downId}:opened`, `${downId}:closed`]);
    }
    const sent = a.incidents.toExchange();
    a.incidents.agreed(stateOf(...sent), sent);
    expect(told(a.incidents)).toEqual([]);
  });

  it('have as news what got worse since the store recorded it', () => {
    const { incidents, lookFor } = replica();
    lookFor(ofCatalog({ 'pool-saturation': 'warning' }), 20);
    const sent = incidents.toExchange();
    incidents.agreed(stateOf(...sent), sent);
    expect(incidents.news()).toEqual([]);
    lookFor(ofCatalog({ 'pool-saturation': 'critical' }), 0);
    expect(incidents.news()).toMatchObject([
      {
        messageId:
          'database:catalog:pool-saturation:1:changed:pool-saturation:critical',
        change: { kind: 'changed', severity: 'critical' },
        incident: { id: 'database:catalog:pool-saturation:1' },
      },
    ]);
  });

  it('end what they told by a number of which they did not know better', () => {
    const { incidents, lookFor } = replica();
    lookFor(down, 20);
    const name = downId.slice(0, -2);
    const state = { open: [], occurrences: new Map([[name, 4]]) };
    expect(incidents.takeMistold()).toEqual([]);
    expect(told(incidents)).toEqual([`${name}:1:opened`]);
    incidents.agreed(state, []);
    expect(incidents.takeMistold()).toMatchObject([
      {
        messageId: `${name}:1:closed`,
        incident: { id: `${name}:1`, closedAt: now },
      },
    ]);
    expect(incidents.takeMistold()).toEqual([]);
    expect(told(incidents)).toEqual([`${name}:5:opened`]);
  });
});
