import type { IncidentMessage } from 'backstage-plugin-database-health-common';
import knexFactory, { type Knex } from 'knex';
import { eventually } from '../__testUtils__/eventually';
import { mockLogger } from '../__testUtils__/services';
import { Deliveries, Incidents } from '../store';
import { storeOn } from '../store/__testUtils__/storeOn';
import { madeMessage } from './__testUtils__/receiver';
import { Courier } from './courier';
import { toMessage } from './message';
import { mostAttempts } from './backoff';

const incident = {
  id: 'database:catalog:size:1',
  name: 'database:catalog:size',
  occurrence: 1,
  subject: { databaseId: 'catalog' },
  checkId: 'size',
  severity: 'warning' as const,
  title: 'The database of catalog is big.',
  findings: ['catalog:size'],
  openedAgeMs: 60_000,
  seenAgeMs: 0,
  changed: false,
};

describe('who tells one sink', () => {
  let knex: Knex;
  let deliveries: Deliveries;
  let couriers: Courier[];
  const logger = mockLogger();

  beforeEach(() => {
    jest.clearAllMocks();
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    const store = storeOn(knex);
    deliveries = new Deliveries(store, ['sink'], () => Date.now());
    couriers = [];
  });

  afterEach(async () => {
    await Promise.all(couriers.map(each => each.stop()));
    await knex.destroy();
  });

  function courier(
    send: (message: IncidentMessage, signal: AbortSignal) => Promise<void>,
  ): Courier {
    const made = new Courier({
      sink: { id: 'sink', send },
      deliveries,
      logger,
      messageOf: delivery =>
        toMessage(delivery.messageId, delivery, {
          pluginIdsOf: () => ['catalog'],
          pageUrl: 'https://portal.example.com/database-health',
        }),
      now: () => Date.now(),
    });
    couriers.push(made);
    return made;
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
});
