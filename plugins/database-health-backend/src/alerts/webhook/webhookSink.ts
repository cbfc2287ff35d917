import type {
  IncidentMessage,
  IncidentWebhook,
} from 'backstage-plugin-database-health-common';
import type { IncidentSink } from 'backstage-plugin-database-health-node';
import { Webhook } from 'standardwebhooks';
import type { WebhookTarget } from '../../config';
import { DeliveryError } from '../deliveryError';
import { PrivateAddressError } from './addresses';
import { post } from './post';

/**
 * Posts each message that the target wants in the form of Standard Webhooks
 * (https://www.standardwebhooks.com), signed with its secret, or a
 * digest of those once a day. What it rejects with
 * names no URL, host or secret.
 */
export function webhookSink(target: WebhookTarget): IncidentSink {
  return {
    id: `webhook:${target.id}`,
    async send(message, signal) {
      if (isWanted(message, target)) {
        await postTo(target, bodyOf(message), signal);
      }
    },
    ...(target.digest && {
      async sendDigest(digest, signal) {
        const messages = digest.messages.filter(each => isWanted(each, target));
        if (messages.length > 0) {
          await postTo(
            target,
            {
              type: 'database-health.digest',
              timestamp: digest.at,
              data: { ...digest, messages },
            },
            signal,
          );
        }
      },
    }),
  };
}

async function postTo(
  target: WebhookTarget,
  content: IncidentWebhook,
  signal: AbortSignal,
): Promise<void> {
  const body = JSON.stringify(content);
  // A header holds no more than ASCII.
  const id = encodeURI(content.data.id);
  const at = new Date();
  const status = await post({
    url: target.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'backstage-plugin-database-health',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(target.secret).sign(id, at, body),
    },
    body,
    allowPrivateAddresses: target.allowPrivateAddresses,
    signal,
  }).catch(error => {
    throw new DeliveryError(reasonOf(error, signal));
  });
  if (status < 200 || status > 299) {
    throw new DeliveryError(
      status >= 300 && status <= 399
        ? `it answers with a redirect (${status}), which is not followed`
        : `it answers with ${status}`,
    );
  }
}

export function isWanted(
  { severity, pluginIds, checkIds }: IncidentMessage,
  { filter }: Pick<WebhookTarget, 'filter'>,
): boolean {
  const some = (wanted: readonly string[] | undefined, ids: string[]) =>
    wanted === undefined || ids.some(id => wanted.includes(id));
  return (
    (filter.minSeverity === 'warning' || severity === 'critical') &&
    some(filter.plugins, pluginIds) &&
    some(filter.checks, checkIds)
  );
}

function bodyOf(message: IncidentMessage): IncidentWebhook {
  return {
    type: `database-health.incident.${message.kind}`,
    timestamp: message.at,
    data: message,
  };
}

function reasonOf(error: unknown, signal: AbortSignal): string {
  if (error instanceof PrivateAddressError) {
    return 'its address is a private one, which allowPrivateAddresses would allow';
  }
  if (signal.aborted) {
    return 'it does not answer in time';
  }
  const code = String((error as { code?: unknown }).code);
  if (/CERT|SIGNED|SIGNATURE|ISSUER|CRL|HOSTNAME/.test(code)) {
    return `its certificate is not valid (${code})`;
  }
  return /^(ENOTFOUND|EAI_AGAIN)$/.test(code)
    ? 'its name leads nowhere'
    : 'it cannot be reached';
}
