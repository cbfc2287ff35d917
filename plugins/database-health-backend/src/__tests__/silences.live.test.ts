import type { Incidents } from 'backstage-plugin-database-health-common';
import { audited } from '../__testUtils__/audited';
import { Portal, startPortal } from '../__testUtils__/portal';

describe('a silence', () => {
  const { auditor, allowed, features } = audited();
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal({
      database: { client: 'better-sqlite3', connection: ':memory:' },
      databaseHealth: {
        incidents: {
          silences: {
            'next-century': {
              startsAt: '2099-12-31T20:00:00Z',
              endsAt: '2100-01-01',
              reason: 'Nobody works.',
              plugins: ['orders'],
            },
          },
        },
      },
      features,
    });
  });

  afterAll(() => portal.stop());

  const configured = {
    id: 'next-century',
    startsAt: '2099-12-31T20:00:00.000Z',
    endsAt: '2100-01-01T00:00:00.000Z',
    reason: 'Nobody works.',
    plugins: ['orders'],
  };

  async function silences(): Promise<Incidents['silences']> {
    const { body } = await portal.get('/incidents').expect(200);
    return body.silences;
  }
  const later = (ms: number) => new Date(Date.now() + ms).toISOString();

  it('is set, shown with who planned it and why, and ended', async () => {
    expect(await silences()).toEqual([configured]);
    const body = {
      reason: ' A new major version. ',
      startsAt: later(60_000),
      endsAt: later(120_000),
      plugins: ['inventory'],
    };
    await portal.put('/silences/upgrade').send(body).expect(204);
    expect(await silences()).toEqual([
      {
        ...body,
        id: 'upgrade',
        reason: 'A new major version.',
        by: 'user:default/mock',
      },
      configured,
    ]);
    await portal.delete('/silences/upgrade').expect(204);
    expect(await silences()).toEqual([configured]);
    expect(
      auditor.createEvent.mock.calls.map(([{ eventId, meta }]) => [
        eventId,
        meta,
      ]),
    ).toEqual([
      ['silence-set', { id: 'upgrade' }],
      ['silence-end', { id: 'upgrade' }],
    ]);
  });

  it('needs the permission to manage', async () => {
    allowed.mockReturnValueOnce(false).mockReturnValueOnce(false);
    await portal
      .put('/silences/upgrade')
      .send({ reason: 'Why not', endsAt: later(60_000) })
      .expect(403);
    await portal.delete('/silences/upgrade').expect(403);
    expect(await silences()).toEqual([configured]);
  });

  it.each([
    [{}, 'reason must be a text of 1 to 1000 characters'],
    [{ reason: 'Why not' }, 'endsAt must be a time such as'],
    [
      { reason: 'Why not', endsAt: '2020-01-01T00:00:00Z' },
      'endsAt must be a time to come, at most 7 days after startsAt',
    ],
    [
      { reason: 'Why not', endsAt: '2090-01-01T00:00:00Z' },
      'endsAt must be a time to come, at most 7 days after startsAt',
    ],
    [
      { reason: 'Why not', endsAt: later(60_000), plugins: ['nobodys'] },
      'plugins must be a list of some of database-health, inventory, orders',
    ],
    [
      { reason: 'Why not', endsAt: later(60_000), until: 'then' },
      "A silence has no 'until'; allowed are endsAt, plugins, reason, startsAt",
    ],
  ])('refuses %j', async (body, message) => {
    const { error } = (
      await portal.put('/silences/upgrade').send(body).expect(400)
    ).body;
    expect(error.message).toContain(message);
  });
});
