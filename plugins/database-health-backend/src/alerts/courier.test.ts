import type { IncidentMessage } from 'backstage-plugin-database-health-common';
import type { Knex } from 'knex';
import { eventually } from '../__testUtils__/eventually';
import { mockLogger } from '../__testUtils__/services';
import { PlannedSilences } from '../incidents';
import { Deliveries, Incidents, Silences } from '../store';
import { memoryClient } from '../store/__testUtils__/memoryClient';
import { seenIncident } from '../store/__testUtils__/seenIncident';
import { storeOn } from '../store/__testUtils__/storeOn';
import { madeMessage } from './__testUtils__/receiver';
import { Courier } from './courier';
import { IncidentParcels } from './incidentParcels';
import { toMessage } from './message';
import { mostAttempts } from './backoff';

const incident = seenIncident({ openedAgeMs: 60_000, seenAgeMs: 30_000 });

describe('who tells one sink', () => {
  let knex: Knex;
  let deliveries: Deliveries;
  let silences: PlannedSilences;
  let couriers: Courier[];
  const logger = mockLogger();

  beforeEach(() => {
    jest.clearAllMocks();
    knex = memoryClient();
    const store = storeOn(knex);
    deliveries = new Deliveries(store, ['sink'], () => Date.now());
    silences = new PlannedSilences({
      configured: [],
      silences: new Silences(store),
      now: () => Date.now(),
    });
    couriers = [];
  });

  afterEach(async () => {
    await Promise.all(couriers.map(each => each.stop()));
    await knex.destroy();
  });

  function courier(
    send: (message: IncidentMessage, signal: AbortSignal) => Promise<void>,
  ) {
    const parcels = new IncidentParcels({
      sink: { id: 'sink', send },
      deliveries,
      silences,
      messageOf: delivery =>
        toMessage(delivery.messageId, delivery, {
          pluginIdsOf: () => ['catalog'],
          pageUrl: 'https://portal.example.com/database-health',
        }),
      now: () => Date.now(),
    });
    const made = new Courier({ sinkId: 'sink', parcels, logger });
    couriers.push(made);
    return Object.assign(made, {
      tellAlone(messages: IncidentMessage[]) {
        parcels.add(messages);
        made.wake();
      },
    });
  }
  const open = () =>
    new Incidents(storeOn(knex), deliveries).exchange([incident], {
      closeAfterMs: 1_000,
    });
  const waiting = () => knex('incident_deliveries');

  it('tells what waits in the store, once', async () => {
    await open();
    const sent: IncidentMessage[] = [];
    const tells = courier(async message => {
      sent.push(message);
    });
    tells.wake();
    tells.wake();
    await eventually(async () => expect(await waiting()).toEqual([]));
    expect(sent).toEqual([
      {
        ...madeMessage(),
        at: expect.any(String),
        incident: {
          ...madeMessage().incident,
          openedAt: expect.any(String),
        },
      },
    ]);
    expect(sent[0].at).toBe(sent[0].incident.openedAt);
  });

  it('tries again what was not taken, later each time, and gives up in the end', async () => {
    await open();
    const send = jest.fn(async () => {
      throw new Error('It was not taken');
    });
    const putOff = jest.spyOn(deliveries, 'putOff');
    const tells = courier(send);
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      await knex('incident_deliveries').update({ due_ms: 0 });
      tells.wake();
      await eventually(async () => {
        expect(send).toHaveBeenCalledTimes(attempt);
        const rows = await waiting();
        expect(rows.filter(({ due_ms }) => due_ms === 0)).toEqual([]);
        expect(putOff.mock.calls.length + (1 - rows.length)).toBe(attempt);
      });
    }
    expect(await waiting()).toEqual([]);
    const pausesSeconds = putOff.mock.calls.map(([, forMs]) => forMs / 1_000);
    const least = [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800];
    expect(pausesSeconds.map((each, n) => each >= least[n])).toEqual(
      least.map(() => true),
    );
    expect(pausesSeconds.map((each, n) => each <= 1.25 * least[n])).toEqual(
      least.map(() => true),
    );
    // One line, however often it failed.
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it('says when it works again', async () => {
    await open();
    const send = jest
      .fn<Promise<void>, []>()
      .mockRejectedValueOnce(new Error('it answers with 500'))
      .mockResolvedValue();
    const tells = courier(send);
    tells.wake();
    await eventually(async () => expect(send).toHaveBeenCalledTimes(1));
    await eventually(async () => {
      await knex('incident_deliveries').update({ due_ms: 0 });
      tells.wake();
      expect(await waiting()).toEqual([]);
    });
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/^'sink' was not told .*: it answers with 500$/),
    );
    expect(logger.info).toHaveBeenCalledWith(
      "'sink' is told of incidents again",
    );
  });

  it('tells nothing twice that it told while the store was down', async () => {
    const send = jest.fn(async () => {});
    const tells = courier(send);
    tells.tellAlone([madeMessage()]);
    tells.tellAlone([madeMessage()]);
    await eventually(async () => expect(send).toHaveBeenCalledTimes(1));
    await open();
    tells.wake();
    await eventually(async () => expect(await waiting()).toEqual([]));
    expect(send).toHaveBeenCalledTimes(1);
  });

  it('leaves to another replica at once what it was sending when it stopped', async () => {
    await open();
    let aborted = false;
    const hanging = courier(
      (_, signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            aborted = true;
          });
        }),
    );
    hanging.wake();
    await eventually(async () =>
      expect(await waiting()).toMatchObject([{ attempts: 1 }]),
    );
    expect(await deliveries.due()).toEqual([]);
    await hanging.stop();
    expect(aborted).toBe(true);
    const send = jest.fn(async () => {});
    courier(send).wake();
    await eventually(async () => expect(send).toHaveBeenCalledTimes(1));
  });

  describe('in a silence', () => {
    const hourMs = 3_600_000;
    const setFor = (plugins?: readonly string[]) =>
      silences.set({
        id: 'upgrade',
        startsAt: Date.now() - hourMs,
        endsAt: Date.now() + hourMs,
        reason: 'A new major version.',
        by: 'user:default/admin',
        plugins,
      });
    const untilPutOff = () =>
      eventually(async () => {
        const [row] = await waiting();
        expect(row.due_ms).toBeGreaterThan(Date.now() + 21_000);
        expect(row.attempts).toBe(0);
      });

    it('tells nothing, and afterwards what still holds', async () => {
      await setFor();
      await open();
      const send = jest.fn(async () => {});
      const tells = courier(send);
      tells.wake();
      await untilPutOff();
      expect(send).not.toHaveBeenCalled();
      await silences.end('upgrade');
      await knex('incident_deliveries').update({ due_ms: 0 });
      tells.wake();
      await eventually(async () => expect(send).toHaveBeenCalledTimes(1));
    });

    it('says nothing at all of what began and ended in it', async () => {
      await setFor(['catalog', 'auth']);
      await open();
      const send = jest.fn(async () => {});
      const tells = courier(send);
      tells.wake();
      await untilPutOff();
      await new Incidents(storeOn(knex), deliveries).exchange(
        [
          {
            ...incident,
            seenAgeMs: 30_000,
            closed: { ageMs: 2_000, settledAgeMs: 0 },
          },
        ],
        { closeAfterMs: 1_000 },
      );
      expect(await waiting()).toHaveLength(2);
      await silences.end('upgrade');
      await knex('incident_deliveries').update({ due_ms: 0 });
      tells.wake();
      await eventually(async () => expect(await waiting()).toEqual([]));
      expect(send).not.toHaveBeenCalled();
    });

    it('tells of other plugins, and while the store is down nothing either', async () => {
      await setFor(['auth']);
      await open();
      const send = jest.fn(async () => {});
      const tells = courier(send);
      tells.wake();
      await eventually(async () => expect(send).toHaveBeenCalledTimes(1));
      await setFor(['catalog']);
      tells.tellAlone([madeMessage({ id: 'another' })]);
      tells.wake();
      await tells.stop();
      expect(send).toHaveBeenCalledTimes(1);
    });
  });
});
