import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { IncidentMessage } from 'backstage-plugin-database-health-common';
import type { IncidentSink } from 'backstage-plugin-database-health-node';
import type { Recipients } from './config';
import type { Owners } from './owners';
import { digestPayloadOf, payloadOf } from './payloads';

export interface NotificationsSinkOptions {
  readonly notifications: NotificationService;
  readonly recipients: Recipients;
  readonly owners: Pick<Owners, 'of'>;
}

/**
 * Sends each message to whom it concerns, or a digest of those that concern them, and
 * nothing where that is nobody.
 */
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
    ...(options.recipients.digest && {
      async sendDigest(digest) {
        for (const [entityRef, messages] of await parted(
          digest.messages,
          options,
        )) {
          await options.notifications.send({
            recipients: { type: 'entity', entityRef },
            payload: digestPayloadOf({ ...digest, messages }, entityRef),
          });
        }
      },
    }),
  };
}

/** Who is told of the same messages is told together. */
async function parted(
  messages: readonly IncidentMessage[],
  options: NotificationsSinkOptions,
): Promise<[entityRefs: string[], messages: IncidentMessage[]][]> {
  const byRef = new Map<string, IncidentMessage[]>();
  for (const message of messages) {
    for (const ref of await recipientsOf(message, options)) {
      byRef.set(ref, [...(byRef.get(ref) ?? []), message]);
    }
  }
  const parts = new Map<string, [string[], IncidentMessage[]]>();
  for (const [ref, some] of byRef) {
    const key = some.map(({ id }) => id).join('\n');
    const [refs = []] = parts.get(key) ?? [];
    parts.set(key, [[...refs, ref], some]);
  }
  return [...parts.values()];
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
