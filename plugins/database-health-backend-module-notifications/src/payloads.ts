import { createHash } from 'node:crypto';
import type { NotificationPayload } from '@backstage/plugin-notifications-common';
import type { IncidentMessage } from 'backstage-plugin-database-health-common';
import type { IncidentSink } from 'backstage-plugin-database-health-node';

export type Digest = Parameters<NonNullable<IncidentSink['sendDigest']>>[0];

/** What the columns of notifications hold: one that is longer is never taken. */
const longestText = 255;

/** Lines of one digest (ours); the page has the rest. */
const mostLines = 20;

const severities = { critical: 'critical', warning: 'high' } as const;

/** The scope is that of the incident: the end takes the place of the beginning. */
export function payloadOf(message: IncidentMessage): NotificationPayload {
  const { kind, severity, incident } = message;
  const isOver = kind === 'closed';
  const whole = wholeTitle(message);
  return notificationOf({
    title: isOver ? `Over: ${whole}` : whole,
    description: descriptionOf(message),
    scope: incident.id,
    severity: isOver ? 'normal' : severities[severity],
  });
}

/** Of one scope for one day and those recipients: one that is sent again is the same. */
export function digestPayloadOf(
  { id, since, messages, truncated }: Digest,
  entityRefs: readonly string[],
): NotificationPayload {
  const open = messages.filter(({ kind }) => kind !== 'closed');
  const begun = open.filter(({ incident }) => incident.openedAt > since);
  const over = messages.length - open.length;
  const lines = messages.map(message =>
    message.kind === 'closed'
      ? `Over: ${wholeTitle(message)}`
      : `${wholeTitle(message)} Since ${message.incident.openedAt}.`,
  );
  const isCritical = open.some(({ severity }) => severity === 'critical');
  const worst = isCritical ? 'critical' : 'warning';
  return notificationOf({
    title: `${plural(open.length, 'incident')} open, ${
      begun.length
    } of them new; ${over} over`,
    description: [
      ...lines.slice(0, mostLines),
      ...(truncated || lines.length > mostLines
        ? ['There are more, see the page.']
        : []),
    ].join('\n'),
    scope: `${id}:${hashOf(entityRefs.join())}`,
    severity: open.length > 0 ? severities[worst] : 'normal',
  });
}

function notificationOf({
  title,
  scope,
  ...rest
}: NotificationPayload & { scope: string }): NotificationPayload {
  const whole = `database-health:${scope}`;
  return {
    ...rest,
    title:
      title.length > longestText
        ? `${title.slice(0, longestText - 1)}…`
        : title,
    link: '/database-health',
    topic: 'database-health',
    scope: whole.length > longestText ? hashOf(whole) : whole,
  };
}

/** What is said of a plugin database does not name it. */
function wholeTitle({ title, incident: { subject } }: IncidentMessage): string {
  return 'databaseId' in subject ? `${subject.databaseId}: ${title}` : title;
}

function descriptionOf({ pluginIds, incident }: IncidentMessage): string {
  const { openedAt, closedAt } = incident;
  const whose = `Database${
    pluginIds.length === 1 ? '' : 's'
  } of ${pluginIds.join(', ')}`;
  return `${whose}. Since ${openedAt}${closedAt ? ` until ${closedAt}` : ''}.`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
