import type { Overview } from 'backstage-plugin-database-health-common';
import request from 'supertest';
import { audited } from '../__testUtils__/audited';
import { Portal, startPortal } from '../__testUtils__/portal';

/** Every plugin database is larger than that. */
const options = {
  database: { client: 'better-sqlite3', connection: ':memory:' },
  databaseHealth: {
    checks: { size: { warningBytes: 1, criticalBytes: 1e15 } },
  },
};

describe('a dismissed finding', () => {
  const { auditor, allowed, features } = audited();
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal({
      ...options,
      features,
    });
    await portal.survey();
  });

  afterAll(() => portal.stop());

  const address = (key: string) => `/dismissals/${encodeURIComponent(key)}`;

  function put(key: string, body: object): request.Test {
    return portal.put(address(key)).send(body);
  }

  const inventoryOf = ({ databases }: Overview) =>
    databases.find(({ id }) => id === 'inventory')!;

  it('counts no more, tells by whom and why, and comes back when it is restored', async () => {
    const before = await portal.overview();
    expect(inventoryOf(before)).toMatchObject({
      status: 'warning',
      findings: 1,
    });

    const until = new Date(Date.now() + 3_600_000).toISOString();
    await put('inventory:size', {
      reason: ' It is meant to be. ',
      until,
    }).expect(204);
    const after = await portal.overview();
    expect(inventoryOf(after)).toMatchObject({ status: 'ok', findings: 0 });
    expect(after.summary.findings.warning).toBe(
      before.summary.findings.warning - 1,
    );
    const finding = after.findings.find(({ key }) => key === 'inventory:size');
    expect(finding!.dismissed).toEqual({
      by: 'user:default/mock',
      reason: 'It is meant to be.',
      until,
    });
    expect(await portal.check('inventory', 'size')).toMatchObject({
      status: 'ok',
      findings: [{ key: 'inventory:size' }],
    });
    const { body } = await portal
      .get('/status?plugin=inventory&check=size')
      .expect(200);
    expect(body.status).toBe('pass');
    await portal.eventually(async () => {
      const { body: told } = await portal.get('/transitions').expect(200);
      expect(told.transitions[0]).toMatchObject({
        to: 'ok',
        message: 'What was found is dismissed.',
      });
    });

    await portal.delete(address('inventory:size')).expect(204);
    expect(inventoryOf(await portal.overview())).toMatchObject({
      status: 'warning',
      findings: 1,
    });
    expect(
      auditor.createEvent.mock.calls
        .map(([{ eventId, meta }]) => [eventId, meta])
        .filter(([eventId]) => String(eventId).startsWith('finding-')),
    ).toEqual([
      ['finding-dismiss', { key: 'inventory:size' }],
      ['finding-restore', { key: 'inventory:size' }],
    ]);
  });

  it('counts again when its time is over', async () => {
    const status = async () => inventoryOf(await portal.overview()).status;
    let lastsMs = 1_000;
    await portal.eventually(async () => {
      // It must last until a busy machine has told of it.
      lastsMs *= 2;
      const until = new Date(Date.now() + lastsMs).toISOString();
      await put('inventory:size', { reason: 'For now.', until }).expect(204);
      expect(await status()).toBe('ok');
    });
    await portal.eventually(async () => {
      expect(await status()).toBe('warning');
    });
  });

  it.each([
    [{}, 'reason must be a text of 1 to 1000 characters'],
    [{ reason: '   ' }, 'reason must be a text'],
    [{ reason: 'x'.repeat(1_001) }, 'reason must be a text'],
    [{ reason: 'a', until: '2020-01-01' }, 'until must be a time to come'],
    [{ reason: 'a', until: 'soon' }, 'until must be a time to come'],
    [
      { reason: 'a \0' },
      'reason must be whole characters, and none of them NUL',
    ],
    [{ reason: 'half \ud83d' }, 'reason must be whole characters'],
    [{ reason: 'a', until: '2999-01-01\0' }, 'until must be whole characters'],
    [{ reason: 'a', by: 'me' }, "has no 'by'; allowed are reason, until"],
  ])('is refused with %j', async (body, message) => {
    const response = await put('inventory:size', body).expect(400);
    expect(response.body.error.message).toContain(message);
  });

  it.each([
    ['x%00', 'key must be whole characters, and none of them NUL'],
    ['x'.repeat(2_001), 'key must not be longer than 2000 characters'],
    ['%ED%A0%80', 'Failed to decode param'],
  ])('is not looked for by the key %p', async (key, message) => {
    for (const change of [
      portal.put(`/dismissals/${key}`).send({ reason: 'a' }),
      portal.delete(`/dismissals/${key}`),
    ]) {
      const { body } = await change.expect(400);
      expect(body.error.message).toContain(message);
    }
    // One caller's bad value stops nothing for others.
    await put('inventory:size', { reason: 'It is meant to be.' }).expect(204);
    await portal.delete(address('inventory:size')).expect(204);
  });

  it('must be there, and needs the permission to manage', async () => {
    const missing = await put('inventory:nothing', { reason: 'a' }).expect(404);
    expect(missing.body.error.message).toContain(
      "There is no finding 'inventory:nothing' now",
    );
    allowed.mockReturnValue(false);
    try {
      const denied = await put('inventory:size', { reason: 'a' }).expect(403);
      expect(denied.body.error.message).toContain('databaseHealth.manage');
      await portal.delete(address('inventory:size')).expect(403);
    } finally {
      allowed.mockReturnValue(true);
    }
  });
});
