import type {
  ConnectionsReport,
  Overview,
} from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { readingPaths } from '../readingPaths';
import type { Asking } from '../asking';
import type { Prepared } from './describeSetUps';
import type { Place } from './truth';

const defaultPoolMax = 10;
/** A page of a table that is written at this moment. */
const pageBytes = 8192;

/** A portal of a set-up, and what is true of it. */
export interface Shown extends Omit<Prepared, 'env' | 'overlay' | 'features'> {
  portal: Asking & { clientOf?(pluginId: string): Knex | undefined };
  log: {
    /** Lines of Database Health from `warn` up. */
    troubles(): readonly { message: string }[];
    /** All that was written. */
    text(): string;
  };
}

/** What is right in every set-up. */
export async function expectRight(running: Shown): Promise<void> {
  const { portal, places } = running;
  const look = () =>
    Object.values(places).some(({ missing }) => missing)
      ? portal.post('/refresh').expect(202)
      : portal.survey();
  await portal.eventually(async () => {
    await look();
    await expectDatabases(running);
  });
  await portal.eventually(() => expectBudgets(running));
  // What was refused at the first look is not to be tried at the second.
  await look();
  await expectNothingTwice(running);
  await expectNothingGivenAway(running);
}

/** All databases and no stranger's, with their size and their migrations. */
async function expectDatabases({
  portal,
  places,
  strangers = [],
  orphans = [],
  troubles = [],
}: Shown) {
  const overview = await portal.overview();
  expect(
    Object.fromEntries(
      overview.databases.map(({ id, engine, name, schema, reachable }) => [
        id,
        { engine, name, schema, reachable },
      ]),
    ),
  ).toEqual(
    Object.fromEntries(
      Object.entries(places).map(
        ([id, { engine, name, schema, missing = false }]) => [
          id,
          { engine, name, schema, reachable: !missing },
        ],
      ),
    ),
  );
  for (const [server, itsPlaces] of byServer(places)) {
    // What a standby has of its primary is that one's.
    const elsewhere = Object.values(places)
      .filter(place => place.server !== server)
      .map(nameOf);
    const names = (await server.names(itsPlaces)).filter(
      name => ![...strangers, ...elsewhere].includes(name),
    );
    expect(names.sort()).toEqual(
      [
        ...new Set(itsPlaces.filter(({ missing }) => !missing).map(nameOf)),
      ].sort(),
    );
  }
  for (const { id, size, reachable } of overview.databases) {
    if (!reachable) {
      continue;
    }
    const place = places[id];
    const client = portal.clientOf?.(id);
    const bytes = await place.server.sizeBytes(place, client);
    expect({ id, bytes: size?.bytes }).toEqual({
      id,
      bytes: expect.any(Number),
    });
    expect(Math.abs(size!.bytes - bytes)).toBeLessThanOrEqual(
      Math.max(bytes / 100, pageBytes),
    );
    const { ledgers } = await portal.detail(id);
    expect({
      id,
      ledgers: Object.fromEntries(
        ledgers!.map(({ table, applied }) => [table, applied.length]),
      ),
    }).toEqual({ id, ledgers: await place.server.ledgers(place, client) });
  }
  const grave = overview.findings.filter(({ severity }) => severity !== 'info');
  expect(grave.map(({ checkId }) => checkId).sort()).toEqual(
    [...troubles].sort(),
  );
  expect(
    overview.findings
      .filter(({ checkId }) => checkId === 'orphan')
      .map(({ object }) => object)
      .sort(),
  ).toEqual([...orphans].sort());
}

/** One server for each that there is, with the connections that it has. */
async function expectBudgets({ portal, places }: Shown) {
  const { databases }: Overview = await portal.overview();
  const { servers }: ConnectionsReport = (
    await portal.get('/connections').expect(200)
  ).body;
  for (const [server, itsPlaces] of byServer(places)) {
    const truth = await server.connections();
    if (truth) {
      const ids = databases
        .filter(({ id }) => itsPlaces.includes(places[id]))
        .map(({ serverId }) => serverId);
      expect(new Set(ids).size).toBe(1);
      const { budget, connections } = servers.find(({ id }) => id === ids[0])!;
      expect(budget).toMatchObject({
        max: itsPlaces.reduce(
          (sum, { poolMax = defaultPoolMax }) => sum + poolMax,
          0,
        ),
        available: truth.available,
      });
      expect(connections!.used).toBe(truth.used);
      if (truth.byPlugin) {
        expect(
          Object.fromEntries(
            connections!.byPlugin!.flatMap(({ pluginId, used }) =>
              pluginId ? [[pluginId, used]] : [],
            ),
          ),
        ).toEqual(truth.byPlugin);
      }
    }
  }
}

/** No statement is refused twice, and the log has one line of ours for a trouble. */
async function expectNothingTwice({
  places,
  log,
  troubles = [],
}: Shown): Promise<void> {
  for (const [server] of byServer(places)) {
    const denied = await server.denied();
    expect(denied).toEqual([...new Set(denied)]);
  }
  const lines = log.troubles().map(({ message }) => message);
  expect(lines).toEqual([...new Set(lines)]);
  expect(lines.slice(troubles.length)).toEqual([]);
}

/** No answer and no line has a secret, and no answer a stranger that is no orphan. */
async function expectNothingGivenAway({
  portal,
  places,
  secrets,
  strangers = [],
  orphans = [],
  log,
}: Shown): Promise<void> {
  const paths = new Set(Object.keys(places).flatMap(readingPaths));
  const answers: string[] = [];
  for (const path of paths) {
    answers.push((await portal.get(path)).text);
  }
  const inAnswers = answers.join('\n');
  const inLog = log.text();
  expect(inAnswers.length).toBeGreaterThan(1000);
  const forms = secrets.flatMap(secret => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]);
  expect(forms.filter(form => inAnswers.includes(form))).toEqual([]);
  expect(forms.filter(form => inLog.includes(form))).toEqual([]);
  // Sessions are called after their plugin, as may be a stranger.
  const withoutSessions = inAnswers.replaceAll(/"application":"[^"]*"/g, '');
  expect(
    strangers.filter(
      name => !orphans.includes(name) && withoutSessions.includes(name),
    ),
  ).toEqual([]);
}

function byServer(places: Prepared['places']) {
  const servers = new Map<Place['server'], Place[]>();
  for (const place of Object.values(places)) {
    servers.set(place.server, [...(servers.get(place.server) ?? []), place]);
  }
  return servers;
}

function nameOf({ name, schema }: Place): string {
  return schema ? `${name}.${schema}` : name;
}
