import type { NotificationPayload } from '@backstage/plugin-notifications-common';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { IncidentMessage } from 'backstage-plugin-database-health-common';
import type { IncidentSink } from 'backstage-plugin-database-health-node';
import type { Recipients } from './config';
import type { Owners } from './owners';

export interface NotificationsSinkOptions {
  readonly notifications: NotificationService;
  readonly recipients: Recipients;
  readonly owners: Pick<Owners, 'of'>;
}

/** Sends each message to whom it concerns, and nothing where that is nobody. */
export function notificationsSink(
  options: NotificationsSinkOptions,
): IncidentSink {
  return {
    id: 'notifications',
    async send(message) {
      const entityRef = await recipientsOf(message, options);
      if (entityRef.length > 0) {
        await options.notifications.send({
          recipients: { type: 'entity', entityRef },
          payload: payloadOf(message),
        });
      }
    },
  };
}

/**
 * For each plugin those that are configured, else its owners, else the default; for a
 * server the default as well.
 */
async function recipientsOf(
  { incident, severity, pluginIds }: IncidentMessage,
  { recipients, owners }: NotificationsSinkOptions,
): Promise<string[]> {
  const fallback = recipients.default?.[severity] ?? [];
  const configured = (pluginId: string) =>
    recipients.plugins.get(pluginId)?.[severity];
  const others = pluginIds.filter(id => configured(id) === undefined);
  const owned = others.length > 0 ? await owners.of(others) : new Map();
  const refs = [
    ...('serverId' in incident.subject ? fallback : []),
    ...pluginIds.flatMap(id => configured(id) ?? owned.get(id) ?? fallback),
  ];
  return [...new Set(refs)];
}

const severities = { critical: 'critical', warning: 'high' } as const;

/** The scope is that of the incident: the end takes the place of the beginning. */
function payloadOf({
  kind,
  severity,
  title,
  pluginIds,
  incident,
}: IncidentMessage): NotificationPayload {
  const isOver = kind === 'closed';
  const { subject } = incident;
  // What is said of a plugin database does not name it.
  const whole =
    'databaseId' in subject ? `${subject.databaseId}: ${title}` : title;
  return {
    title: isOver ? `Over: ${whole}` : whole,
    description: descriptionOf(pluginIds, incident),
    link: '/database-health',
    topic: 'database-health',
    scope: `database-health:${incident.id}`,
    severity: isOver ? 'normal' : severities[severity],
  };
}

function descriptionOf(
  pluginIds: readonly string[],
  { openedAt, closedAt }: IncidentMessage['incident'],
): string {
  const whose = `Database${
    pluginIds.length === 1 ? '' : 's'
  } of ${pluginIds.join(', ')}`;
  return `${whose}. Since ${openedAt}${closedAt ? ` until ${closedAt}` : ''}.`;
}
