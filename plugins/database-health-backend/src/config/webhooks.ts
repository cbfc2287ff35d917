import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Incident } from 'backstage-plugin-database-health-common';
import { allowKeys, requireKnown } from './allowed';

const severities = ['critical', 'warning'] as const;

/** What Backstage takes for a key, as long as the store can hold it. */
const nameForm = /^[a-z][a-z0-9]*([-_][a-z][a-z0-9]*)*$/i;
const longestName = 63;

/** As Standard Webhooks wants it: from 24 to 64 bytes. */
const secretForm = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/** Who is told of incidents by a webhook. */
export interface WebhookTarget {
  /** The key in the configuration. */
  readonly id: string;
  readonly url: URL;
  readonly secret: string;
  readonly allowPrivateAddresses: boolean;
  /** Told once a day in place of each time. */
  readonly digest: boolean;
  readonly filter: {
    readonly minSeverity: Incident['severity'];
    /** `undefined` for all. */
    readonly plugins: readonly string[] | undefined;
    readonly checks: readonly string[] | undefined;
  };
}

/**
 * Throws an `InputError` that names the key and what is allowed, and says nothing of what
 * is secret.
 */
export function readWebhooks(
  config: Config | undefined,
  available: { checkIds: readonly string[]; pluginIds: readonly string[] },
): readonly WebhookTarget[] {
  return Object.freeze(
    (config?.keys() ?? []).map(id => {
      const path = `databaseHealth.incidents.webhooks.${id}`;
      if (!nameForm.test(id) || id.length > longestName) {
        throw new InputError(
          `databaseHealth.incidents.webhooks has '${id}', but a name is at most ${longestName} letters and digits, words with '-' between them, each of which begins with a letter`,
        );
      }
      const target = config!.getConfig(id);
      allowKeys(target, path, [
        'url',
        'secret',
        'minSeverity',
        'plugins',
        'checks',
        'allowPrivateAddresses',
        'digest',
      ]);
      const allowPrivateAddresses =
        target.getOptionalBoolean('allowPrivateAddresses') ?? false;
      return Object.freeze({
        id,
        url: readUrl(target, path, allowPrivateAddresses),
        secret: readSecret(target, path),
        allowPrivateAddresses,
        digest: target.getOptionalBoolean('digest') ?? false,
        filter: Object.freeze({
          minSeverity: readSeverity(target, path),
          plugins: readKnown(target, path, 'plugins', available.pluginIds),
          checks: readKnown(target, path, 'checks', available.checkIds),
        }),
      });
    }),
  );
}

/** What is sent to one's own network may go unencrypted. */
function readUrl(config: Config, path: string, isPrivate: boolean): URL {
  const allowed = isPrivate ? ['https:', 'http:'] : ['https:'];
  const url = URL.parse(config.getOptionalString('url') ?? '');
  if (!url || !allowed.includes(url.protocol)) {
    throw new InputError(
      `${path}.url must be a URL that begins with https://${
        isPrivate ? ' or http://' : ''
      }`,
    );
  }
  return url;
}

function readSecret(config: Config, path: string): string {
  const secret = config.getOptionalString('secret') ?? '';
  const [, text] = secretForm.exec(secret) ?? [];
  const bytes = Buffer.from(text ?? '', 'base64');
  const isWhole =
    bytes.toString('base64').replace(/=+$/, '') === text?.replace(/=+$/, '');
  if (!isWhole || bytes.length < 24 || bytes.length > 64) {
    throw new InputError(
      `${path}.secret must be 'whsec_' with 24 to 64 bytes in base64 after it, such as "whsec_$(openssl rand -base64 32)" makes`,
    );
  }
  return `whsec_${bytes.toString('base64')}`;
}

function readSeverity(config: Config, path: string): Incident['severity'] {
  const severity = config.getOptionalString('minSeverity') ?? 'warning';
  requireKnown(severity, `${path}.minSeverity`, severities);
  return severities.find(each => each === severity)!;
}

function readKnown(
  config: Config,
  path: string,
  key: 'plugins' | 'checks',
  known: readonly string[],
): readonly string[] | undefined {
  const ids = config.getOptionalStringArray(key);
  ids?.forEach((id, i) => requireKnown(id, `${path}.${key}[${i}]`, known));
  return ids;
}
