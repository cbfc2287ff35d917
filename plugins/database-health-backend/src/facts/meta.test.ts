import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  factCatalogue,
  type FactCatalogue,
  type FactName,
  type Readings,
  readingOf,
} from 'backstage-plugin-database-health-node';
import {
  aboutFacts,
  factDocsCommand,
  renderFactDocs,
} from '../../scripts/factDocs';
import { healthyFacts, noon } from '../checks/__testUtils__/facts';
import { engineAdapters } from '../engines';
import { conformance } from '../engines/__testUtils__/conformance';
import type { Snapshot } from '../picture/types';
import { pulsesToReport, SharedSurveys } from '../replicas';
import { Surveys } from '../store';
import { memoryClient } from '../store/__testUtils__/memoryClient';
import { storeOn } from '../store/__testUtils__/storeOn';
import { type Evidence, faultsOf } from './__testUtils__/faultsOf';

const docs = readFileSync(
  resolve(__dirname, '../../../../docs/facts.md'),
  'utf8',
);

const readings = Object.fromEntries(
  Object.entries(healthyFacts).map(([fact, value]) => [
    fact,
    readingOf(value, noon),
  ]),
) as Readings;

const database = {
  pluginId: 'catalog',
  configured: {
    engine: 'postgres' as const,
    name: 'catalog',
    address: 'db:5432',
  },
  migrationsSkipped: false,
};

/** What really comes out at the other end, through JSON and the store. */
async function received(
  catalogue: FactCatalogue,
): Promise<Evidence['received']> {
  const knex = memoryClient();
  try {
    const replica = (id: string) =>
      new SharedSurveys(new Surveys(storeOn(knex), id), () => noon, catalogue);
    const [ours, theirs] = [replica('ours'), replica('theirs')];
    await ours.claim(database);
    await ours.finish(database, readings, noon);
    const [{ taken }] = await theirs.latest();
    const observed = { database, readings, serverId: 'db', observation: {} };
    const [pulse] = JSON.parse(
      JSON.stringify(
        pulsesToReport([observed as unknown as Snapshot], catalogue),
      ),
    );
    return {
      survey: Object.keys(taken!.readings),
      heartbeat: Object.keys(pulse.readings),
    };
  } finally {
    await knex.destroy();
  }
}

const evidence = async (): Promise<Evidence> => ({
  docs,
  healthy: healthyFacts,
  read: {
    postgres: Object.keys(engineAdapters.postgres.inspector),
    mysql: Object.keys(engineAdapters.mysql.inspector),
    sqlite: Object.keys(engineAdapters.sqlite.inspector),
  },
  conformance,
  received: await received(factCatalogue),
});

describe('the catalogue of facts', () => {
  it('is documented, has healthy values and conformance cases, and is shared as it says', async () => {
    expect(faultsOf(factCatalogue, await evidence())).toEqual([]);
  });

  it(`is documented as "${factDocsCommand}" writes it`, () => {
    expect(docs).toBe(
      renderFactDocs(factCatalogue, engineAdapters, aboutFacts()),
    );
  });

  it('is not right where anything is missing', async () => {
    const right = await evidence();
    const wrong: FactCatalogue = {
      ...factCatalogue,
      ['unheardOf' as FactName]: { ...factCatalogue.size },
      disk: { ...factCatalogue.disk, from: 'observation' },
      connections: { ...factCatalogue.connections, shared: 'none' },
      reachability: { ...factCatalogue.reachability, shared: 'survey' },
      sizeLimit: { ...factCatalogue.sizeLimit, shared: 'survey' },
      statistics: { ...factCatalogue.statistics, scope: 'database' },
    };
    expect(faultsOf(wrong, right)).toEqual([
      'reachability reaches others by heartbeat, not by survey',
      'disk is read by sqlite, but is not of an engine',
      'sizeLimit is derived by every replica, but shared',
      'sizeLimit reaches others by nothing, not by survey',
      'connections comes with each pulse, but is not shared so',
      'connections reaches others by heartbeat, not by none',
      'statistics no pulse reads it: a pulse reads whole servers',
      'unheardOf is not in the table of docs/facts.md',
      'unheardOf has no healthy value',
      'unheardOf is read by no engine',
      'unheardOf reaches others by nothing, not by survey',
    ]);
  });

  it('is not right where anything around it is missing', async () => {
    const right = await evidence();
    const { ping, ...healthy } = healthyFacts;
    expect(
      faultsOf(factCatalogue, {
        ...right,
        docs: docs.replace('| `pool` ', '| `pond` '),
        healthy: { ...healthy, unheardOf: 1 },
        conformance: [
          ...conformance.filter(
            ({ fact }) => !['size', 'sessions'].includes(fact),
          ),
          { fact: 'size', engines: ['postgres', 'mysql'] },
          { fact: 'disk', engines: ['mysql'] },
        ],
      }),
    ).toEqual([
      'ping has no healthy value',
      'pool is not in the table of docs/facts.md',
      'size has no conformance case on sqlite',
      'disk has a conformance case on mysql, which reads none',
      'sessions has no conformance case on postgres',
      'sessions has no conformance case on mysql',
      'unheardOf is in no catalogue',
    ]);
  });

  it('leaves the lists out of what is shared that it says', () => {
    const history = [{ at: noon, used: 1, pending: 0, max: 1, timeouts: 0 }];
    const [{ readings: told }] = pulsesToReport(
      [
        {
          database,
          serverId: 'db',
          observation: {},
          readings: {
            pool: readingOf({ ...healthyFacts.pool, history }, noon),
            statistics: readingOf(
              healthyFacts.statistics.map(each => ({
                ...each,
                history: [{ at: noon } as never],
              })),
              noon,
            ),
          },
        } as unknown as Snapshot,
      ],
      factCatalogue,
    );
    expect(told).toMatchObject({
      pool: { value: { max: healthyFacts.pool.max, history: [] } },
      statistics: { value: [{ history: [] }] },
    });
  });
});
