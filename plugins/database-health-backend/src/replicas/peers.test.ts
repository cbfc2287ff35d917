import { createDatabaseObservations } from '../observation/registry';
import {
  factCatalogue,
  readingOf,
} from 'backstage-plugin-database-health-node';
import type { Knex } from 'knex';
import { healthyFacts } from '../checks/__testUtils__/facts';
import { Replicas } from '../store';
import { memoryClient } from '../store/__testUtils__/memoryClient';
import { storeOn } from '../store/__testUtils__/storeOn';
import { Peers } from './peers';

const { observe, get } = createDatabaseObservations();
observe({
  pluginId: 'catalog',
  configured: { engine: 'postgres', name: 'catalog', address: 'db:5432' },
  migrationsSkipped: false,
});

describe('the pools of other replicas', () => {
  let notes: Knex;
  let replicas: Replicas;
  let peers: Peers;
  const now = Date.now();

  beforeEach(() => {
    notes = memoryClient();
    replicas = new Replicas(storeOn(notes));
    peers = new Peers(replicas, 'ours', () => now, factCatalogue);
  });
  afterEach(() => notes.destroy());

  /** A replica that began and was last heard of so many seconds ago. */
  async function heardOf(
    id: string,
    replica: { beganS: number; silentS: number; host?: string; port?: number },
  ): Promise<void> {
    const { beganS, silentS, host = 'machine', port } = replica;
    // What its clock says is its own matter.
    const writtenAt = now + 7_777_777;
    await replicas.heartbeat({
      id,
      host,
      version: '1',
      startedAt: new Date(writtenAt - (beganS - silentS) * 1_000),
      state: {
        running: [],
        pulses: [
          {
            database: get('catalog'),
            readings: { pool: readingOf(healthyFacts.pool, writtenAt) },
          },
        ],
        port,
        writtenAt,
      },
    });
    await notes('replicas')
      .where({ id })
      .update({
        last_seen_at: notes.raw(`datetime('now', ?)`, [`-${silentS} seconds`]),
      });
  }

  async function counted(): Promise<string[]> {
    await peers.listen();
    return peers.poolsOf('catalog')!.map(({ replicaId }) => replicaId);
  }

  it('count while they are heard of', async () => {
    await heardOf('ours', { beganS: 5, silentS: 0, port: 7007 });
    await heardOf('theirs', { beganS: 60, silentS: 14, port: 7008 });
    expect(await counted()).toEqual(['theirs']);
  });

  it('no longer count when two heartbeats are missing, before it is dead', async () => {
    await heardOf('silent', { beganS: 600, silentS: 33 });
    expect(await counted()).toEqual([]);
    expect(peers.replicas).toMatchObject([{ id: 'silent', alive: true }]);
  });

  it('do not count when another replica began there since', async () => {
    await heardOf('ours', { beganS: 5, silentS: 1, port: 7007 });
    await heardOf('killed', { beganS: 600, silentS: 9, port: 7007 });
    expect(await counted()).toEqual([]);

    await heardOf('theirs', { beganS: 5, silentS: 1, host: 'b', port: 7007 });
    await heardOf('killed', { beganS: 9, silentS: 8, host: 'b', port: 7007 });
    expect(await counted()).toEqual(['theirs']);
  });

  it.each([
    ['by another port', { host: 'machine', port: 7008 }],
    ['by another host', { host: 'other', port: 7007 }],
    ['of an older version, which tells no port', { host: 'machine' }],
  ])('count where the other one is reached %s', async (_case, where) => {
    await heardOf('ours', { beganS: 5, silentS: 1, port: 7007 });
    await heardOf('theirs', { beganS: 600, silentS: 9, ...where });
    expect(await counted()).toEqual(['theirs']);
  });

  it('count where two that are alive call their host and port alike', async () => {
    await heardOf('ours', { beganS: 50, silentS: 1, port: 7007 });
    await heardOf('theirs', { beganS: 600, silentS: 9, port: 7007 });
    expect(await counted()).toEqual(['theirs']);
  });
});
