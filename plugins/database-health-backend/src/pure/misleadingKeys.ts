import type { Environment } from './facts';

/** A key of the configuration that does not do what it seems to. */
export type MisleadingKey = NonNullable<Environment['misleadingKeys']>[number];

type Fault = MisleadingKey['fault'];

interface Words {
  readonly severity: 'critical' | 'warning' | 'info';
  readonly message: string;
  readonly remedy: string;
}

const root = 'backend.database';

const words: Readonly<Record<Fault, (key: MisleadingKey) => Words>> = {
  // A name that is nearly that of a plugin is a slip; any other may be of another backend.
  'no-plugin': ({ key, nearest }) =>
    nearest === undefined
      ? {
          severity: 'info',
          message: `\`${key}\` is the key of no plugin of this backend, so nothing here reads it.`,
          remedy:
            'Remove it, unless a plugin of that id runs in another backend with the same configuration.',
        }
      : {
          severity: 'warning',
          message: `\`${key}\` is the key of no plugin, so nothing reads it; the plugin is called ${nearest}.`,
          remedy: `Rename the key to \`${root}.plugin.${nearest}\`. Its database may be another one then: move what the plugin has stored, or keep leading it to where that is; then restart the backend.`,
        },
  'ssl-text': ({ key }) => ({
    severity: 'critical',
    message: `\`${key}\` is a text: with it no connection is ever opened, and nothing says why.`,
    remedy: `Set \`${key}\` to \`true\`, or to an object such as \`{ rejectUnauthorized: true, ca: { $file: … } }\`, and restart the backend. What \`require\` stands for elsewhere is \`{ rejectUnauthorized: false }\`: encrypted, but with whoever answers.`,
  }),
  unknown: ({ key, nearest }) => ({
    severity: nearest === undefined ? 'info' : 'warning',
    message: `\`${key}\` has no effect: neither Backstage nor the database client reads it${
      nearest === undefined ? '' : `; what is read is \`${nearest}\``
    }.`,
    remedy:
      nearest === undefined
        ? 'Remove it, unless something of yours reads it.'
        : `Say it in \`${nearest}\`, and restart the backend: its value counts from then on.`,
  }),
  refused: ({ key, nearest }) => ({
    severity: 'critical',
    message: `\`${key}\` is no setting of a pool: with it the pool is not made, and no connection is opened${
      nearest === undefined ? '' : `; what is read is \`${nearest}\``
    }.`,
    remedy:
      nearest === undefined
        ? 'Remove it, and restart the backend.'
        : `Rename it to \`${nearest}\`, and restart the backend.`,
  }),
  'common-only': ({ key, nearest }) => ({
    severity: 'warning',
    message: `\`${key}\` has no effect: Backstage reads \`${nearest}\`, for all plugins alike.`,
    remedy: `Set \`${nearest}\` if it is right for all plugins, else remove the key and see to what it asks for by hand.`,
  }),
  'schemas-only': ({ key }) => ({
    severity: 'info',
    message: `\`${key}\` has no effect: it counts where plugins are divided by schema, and here each has a database.`,
    remedy: `Remove it. It counts with \`${root}.pluginDivisionMode: schema\`, with which plugins start on empty schemas.`,
  }),
  'databases-only': ({ key }) => ({
    severity: 'info',
    message: `\`${key}\` has no effect: it counts where each plugin has a database, and here each has a schema that is named after it.`,
    remedy: `Remove it. What schemas begin with is \`${root}.schemaPrefix\`; to change it leads plugins to empty ones.`,
  }),
  'other-client': ({ key }) => ({
    severity: 'info',
    message: `\`${key}\` has no effect: Backstage does not read it for this client.`,
    remedy: 'Remove it, and see to what it asks for by hand.',
  }),
  'other-type': ({ key, nearest }) => ({
    severity: 'warning',
    message: `\`${key}\` has no effect with this \`${nearest}\`.`,
    remedy: `Set \`${nearest}\` to the one that it belongs to, or remove the key; then restart the backend.`,
  }),
  'each-its-own': ({ key }) => ({
    severity: 'info',
    message: `\`${key}\` has no effect: each plugin has a database of its own, which is named after it.`,
    remedy: `Remove it. It counts with \`${root}.pluginDivisionMode: schema\`, with which plugins start on empty schemas.`,
  }),
  'connection-string': ({ key, nearest }) => ({
    severity: 'warning',
    message: `\`${key}\` has no effect: \`${nearest}\` says the same, or that there is none, and wins.`,
    remedy: `Say it in \`${nearest}\`, or write all of that as single keys; then restart the backend.`,
  }),
  token: ({ key }) => ({
    severity: 'info',
    message: `\`${key}\` has no effect: a token is the password.`,
    remedy: 'Remove it: a password that nobody uses can still be stolen.',
  }),
  replaced: ({ key, nearest }) => ({
    severity: 'warning',
    message: `\`${key}\` has no effect: \`${nearest}\` takes its place.`,
    remedy: `Say it in \`${nearest}\`, and restart the backend.`,
  }),
  'other-server': ({ key }) => ({
    severity: 'warning',
    message: `\`${key}\` makes what is not there where \`${root}.connection\` leads, and the plugin looks elsewhere.`,
    remedy: `Make by hand what the plugin needs where its own connection leads, and set \`${key}\` to \`false\`.`,
  }),
  'made-anyway': ({ key, nearest }) => ({
    severity: 'info',
    message: `\`${key}\` has no effect: schemas are made because of \`${nearest}\`, which is \`true\` unless it is set.`,
    remedy: `Set \`${nearest}\` to \`false\`, too, if none are to be made.`,
  }),
};

/** What is said of it, with no value. */
export function misleadingKeyInWords(key: MisleadingKey): Words {
  return words[key.fault](key);
}
