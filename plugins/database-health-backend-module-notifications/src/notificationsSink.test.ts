import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { IncidentMessage } from 'backstage-plugin-database-health-common';
import type { Recipients } from './config';
import { notificationsSink } from './notificationsSink';

const at = '2026-11-30T10:00:00.000Z';

function messageOf(changes: Partial<IncidentMessage> = {}): IncidentMessage {
  return {
    id: 'database:catalog:size:1:opened',
    kind: 'opened',
    at,
    severity: 'warning',
    title: 'The database holds 3 MB.',
    checkIds: ['size'],
    pluginIds: ['catalog'],
    incident: {
      id: 'database:catalog:size:1',
      subject: { databaseId: 'catalog' },
      severity: 'warning',
      title: 'The database holds 3 MB.',
      cause: 'catalog:size',
      findings: ['catalog:size'],
      openedAt: at,
    },
    url: 'https://portal.example.com/database-health',
    ...changes,
  };
}

const ofServer = messageOf({
  pluginIds: ['auth', 'catalog', 'search'],
  severity: 'critical',
  incident: { ...messageOf().incident, subject: { serverId: 'postgres-1' } },
});

const everybody = (name: string) => ({
  critical: [`group:default/${name}`],
  warning: [`group:default/${name}`],
});

const digest = {
  id: 'digest:notifications:2026-12-01T08:00:00.000Z',
  at: '2026-12-01T08:00:00.000Z',
  since: at,
  truncated: false,
  url: 'https://portal.example.com/database-health',
};

describe('notifications', () => {
  async function sent(
    some: IncidentMessage | IncidentMessage[],
    recipients: Partial<Recipients> = {},
  ): Promise<NotificationSendOptions[]> {
    const messages = [some].flat();
    const all: NotificationSendOptions[] = [];
    const sink = notificationsSink({
      notifications: {
        async send(options) {
          all.push(options);
        },
      },
      recipients: {
        digest: false,
        default: everybody('platform'),
        plugins: new Map(),
        ...recipients,
      },
      owners: {
        of: async ids =>
          new Map(
            ids.includes('catalog')
              ? [['catalog', ['group:default/team']]]
              : [],
          ),
      },
    });
    const signal = AbortSignal.timeout(1_000);
    if (sink.sendDigest) {
      await sink.sendDigest({ ...digest, messages }, signal);
    } else {
      for (const message of messages) {
        await sink.send(message, signal);
      }
    }
    return all;
  }
  const told = async (...args: Parameters<typeof sent>) =>
    (await sent(...args)).map(({ recipients }) =>
      recipients.type === 'entity' ? recipients.entityRef : 'broadcast',
    );

  it('say what is wrong, and in the same scope that it is over', async () => {
    const [opened] = await sent(messageOf());
    expect(opened.payload).toEqual({
      title: 'catalog: The database holds 3 MB.',
      description: `Database of catalog. Since ${at}.`,
      link: '/database-health',
      topic: 'database-health',
      scope: 'database-health:database:catalog:size:1',
      severity: 'high',
    });
    const [closed] = await sent(
      messageOf({
        kind: 'closed',
        incident: { ...messageOf().incident, closedAt: at },
      }),
    );
    expect(closed.payload).toEqual({
      ...opened.payload,
      title: 'Over: catalog: The database holds 3 MB.',
      description: `Database of catalog. Since ${at} until ${at}.`,
      severity: 'normal',
    });
  });

  it('go to the owner of a plugin, else to the default', async () => {
    expect(await told(messageOf())).toEqual([['group:default/team']]);
    expect(await told(messageOf({ pluginIds: ['auth'] }))).toEqual([
      ['group:default/platform'],
    ]);
  });

  it('go to whom is configured for a plugin, which may be nobody', async () => {
    const plugins = new Map([
      ['catalog', { critical: ['user:default/on-call'], warning: [] }],
    ]);
    expect(await told(messageOf(), { plugins })).toEqual([]);
    expect(
      await told(messageOf({ severity: 'critical' }), { plugins }),
    ).toEqual([['user:default/on-call']]);
    expect(
      await told(messageOf(), {
        plugins: new Map([['catalog', { critical: [] }]]),
      }),
    ).toEqual([['group:default/team']]);
  });

  it('of a server go to the default and to those of its plugins, each once', async () => {
    expect(
      await told(ofServer, {
        plugins: new Map([['search', everybody('team')]]),
      }),
    ).toEqual([['group:default/platform', 'group:default/team']]);
    expect((await sent(ofServer))[0].payload.title).toBe(ofServer.title);
  });

  it('of a day go to each of them once, with what concerns them', async () => {
    const ofAuth = messageOf({
      id: 'database:auth:size:1:opened',
      pluginIds: ['auth'],
    });
    const all = await sent([messageOf(), ofAuth, ofServer], { digest: true });
    expect(
      all.map(({ recipients, payload }) => [
        recipients.type === 'entity' && recipients.entityRef,
        payload.description!.split('\n').length,
      ]),
    ).toEqual([
      [['group:default/team'], 2],
      [['group:default/platform'], 2],
    ]);
    expect(await sent([], { digest: true })).toEqual([]);
  });

  it('go to nobody where nobody is known', async () => {
    expect(
      await told(messageOf({ pluginIds: ['auth'] }), { default: undefined }),
    ).toEqual([]);
  });
});
