import type { IncidentMessage } from 'backstage-plugin-database-health-common';
import { digestPayloadOf, payloadOf } from './payloads';

const at = '2026-11-30T10:00:00.000Z';

function messageOf(
  id: string,
  changes: Partial<IncidentMessage> & { openedAt?: string } = {},
): IncidentMessage {
  const { openedAt = at, title = 'The database is big.', ...rest } = changes;
  return {
    id: `${id}:opened`,
    kind: 'opened',
    at,
    severity: 'warning',
    title,
    checkIds: ['size'],
    pluginIds: ['catalog'],
    incident: {
      id,
      subject: { databaseId: 'catalog' },
      severity: 'warning',
      title,
      cause: 'catalog:size',
      findings: ['catalog:size'],
      openedAt,
    },
    url: 'https://portal.example.com/database-health',
    ...rest,
  };
}

function digestOf(messages: IncidentMessage[], truncated = false) {
  return {
    id: 'digest:notifications:2026-12-01T08:00:00.000Z',
    at: '2026-12-01T08:00:00.000Z',
    since: at,
    messages,
    truncated,
    url: 'https://portal.example.com/database-health',
  };
}

describe('what a notification says', () => {
  it('is never longer than notifications can hold', () => {
    const { title, scope } = payloadOf(
      messageOf('x'.repeat(255), { title: 'y'.repeat(1_000) }),
    );
    expect(title).toMatch(/^catalog: y{245}…$/);
    expect(scope!.length).toBeLessThanOrEqual(255);
  });

  it('is once a day how many are open, new and over, and which', () => {
    const later = '2026-11-30T12:00:00.000Z';
    const digest = digestOf([
      messageOf('a'),
      messageOf('b', { severity: 'critical', openedAt: later }),
      messageOf('c', { kind: 'closed' }),
    ]);
    expect(digestPayloadOf(digest, ['group:default/platform'])).toEqual({
      title: '2 incidents open, 1 of them new; 1 over',
      description: [
        `catalog: The database is big. Since ${at}.`,
        `catalog: The database is big. Since ${later}.`,
        'Over: catalog: The database is big.',
      ].join('\n'),
      link: '/database-health',
      topic: 'database-health',
      scope: expect.stringMatching(
        /^database-health:digest:notifications:2026-12-01T08:00:00.000Z:[0-9a-f]{16}$/,
      ),
      severity: 'critical',
    });
  });

  it('is no alarm where all is over, and has an end', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      messageOf(`${i}`, { kind: 'closed' }),
    );
    const { title, severity, description } = digestPayloadOf(
      digestOf(many),
      [],
    );
    expect(title).toBe('0 incidents open, 0 of them new; 30 over');
    expect(severity).toBe('normal');
    expect(description!.split('\n')).toHaveLength(21);
    expect(description).toMatch(/There are more, see the page[.]$/);
  });

  it('has a scope for each group of recipients, and the same one each time', () => {
    const digest = digestOf([messageOf('a')]);
    const scopes = [['a'], ['a', 'b'], ['a']].map(
      refs => digestPayloadOf(digest, refs).scope,
    );
    expect(scopes[2]).toBe(scopes[0]);
    expect(scopes[1]).not.toBe(scopes[0]);
  });
});
