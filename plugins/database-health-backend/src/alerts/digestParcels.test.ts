import type { Knex } from 'knex';
import { eventually } from '../__testUtils__/eventually';
import { mockLogger } from '../__testUtils__/services';
import { PlannedSilences } from '../incidents';
import { Digests, Incidents, Silences } from '../store';
import { memoryClient } from '../store/__testUtils__/memoryClient';
import { seenIncident } from '../store/__testUtils__/seenIncident';
import { storeOn } from '../store/__testUtils__/storeOn';
import { Courier } from './courier';
import { type Digest, DigestParcels } from './digestParcels';
import { toMessage } from './message';

const dayMs = 86_400_000;
const pageUrl = 'https://portal.example.com/database-health';

describe('who is told once a day', () => {
  let knex: Knex;
  let silences: PlannedSilences;
  let couriers: Courier[];
  let dueAt: number;
  const logger = mockLogger();

  beforeEach(() => {
    jest.clearAllMocks();
    knex = memoryClient();
    silences = new PlannedSilences({
      configured: [],
      silences: new Silences(storeOn(knex)),
      now: () => Date.now(),
    });
    couriers = [];
    dueAt = 1;
  });

  afterEach(async () => {
    await Promise.all(couriers.map(each => each.stop()));
    await knex.destroy();
  });

  function parcelsFor(sendDigest: (digest: Digest) => Promise<void>) {
    return new DigestParcels({
      sink: {
        id: 'sink',
        send: async () => {
          throw new Error('It is told once a day');
        },
        sendDigest,
      },
      digests: new Digests(storeOn(knex)),
      silences,
      messageOf: ({ messageId, ...news }) =>
        toMessage(messageId, news, { pluginIdsOf: () => ['catalog'], pageUrl }),
      pageUrl,
      lastTime: () => dueAt,
      now: () => Date.now(),
    });
  }
  function courier(sendDigest: (digest: Digest) => Promise<void>): Courier {
    const parcels = parcelsFor(sendDigest);
    const made = new Courier({ sinkId: 'sink', parcels, logger });
    couriers.push(made);
    return made;
  }
  const open = () =>
    new Incidents(storeOn(knex), { note: async () => {} }).exchange(
      [seenIncident()],
      { closeAfterMs: 1_000 },
    );
  const row = () => knex('incident_digests').first();
  /** Yesterday's was told, by a replica that is gone. */
  async function isDue() {
    dueAt = 1;
    await parcelsFor(async () => {}).next();
    await knex('incident_digests').decrement('told_ms', dayMs);
    dueAt = Date.now() - dayMs / 2;
  }
  const untilTold = () =>
    eventually(async () =>
      expect(Number((await row()).told_ms)).toBeGreaterThan(dueAt),
    );

  it('gets one, with the last message of each incident', async () => {
    const sent: Digest[] = [];
    const tells = courier(async digest => {
      sent.push(digest);
    });
    await isDue();
    await open();
    tells.wake();
    await untilTold();
    tells.wake();
    await tells.stop();
    const at = new Date(dueAt).toISOString();
    expect(sent).toEqual([
      {
        id: `digest:sink:${at}`,
        at,
        since: expect.any(String),
        messages: [
          expect.objectContaining({
            id: 'database:catalog:size:1:opened',
            kind: 'opened',
            pluginIds: ['catalog'],
          }),
        ],
        truncated: false,
        url: pageUrl,
      },
    ]);
  });

  it('gets none where there is nothing, or nothing but what is silenced', async () => {
    const send = jest.fn(async () => {});
    await isDue();
    courier(send).wake();
    await untilTold();
    await open();
    await silences.set({
      id: 'upgrade',
      startsAt: Date.now() - dayMs,
      endsAt: Date.now() + dayMs,
      reason: 'A new major version.',
      by: 'user:default/admin',
      plugins: undefined,
    });
    await isDue();
    courier(send).wake();
    await untilTold();
    expect(send).not.toHaveBeenCalled();
  });

  it('asks the store for nothing until the next one is due', async () => {
    const parcels = parcelsFor(async () => {});
    await parcels.next();
    const asked = jest.fn();
    knex.on('query', asked);
    await parcels.next();
    expect(asked).not.toHaveBeenCalled();
    dueAt = Date.now() + dayMs;
    await parcels.next();
    expect(asked).toHaveBeenCalled();
  });

  it('gets the same one again where it did not take it', async () => {
    const ids: string[] = [];
    const tells = courier(async ({ id }) => {
      ids.push(id);
      if (ids.length < 3) {
        throw new Error('it answers with 500');
      }
    });
    await isDue();
    await open();
    await eventually(async () => {
      await knex('incident_digests').update({ due_ms: 0 });
      tells.wake();
      expect(Number((await row()).told_ms)).toBeGreaterThan(dueAt);
    });
    expect(new Set(ids).size).toBe(1);
    expect(ids).toHaveLength(3);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^'sink' .* is tried again: it answers with 500$/),
    );
  });
});
