import type { Failure } from 'backstage-plugin-database-health-node';
import { because } from './failureSentences';

const encryptions: readonly (readonly [RegExp, string])[] = [
  [/GSS encryption/, 'with GSSAPI encryption'],
  [/SSL encryption|SSL on/, 'over TLS'],
  [/no encryption|SSL off/, 'without encryption'],
];

const addRule =
  'Add a line such as `hostssl <database> <user> <address of this backend> scram-sha-256` to `pg_hba.conf` of the server, above those that it should go before, and run `select pg_reload_conf();` there';

/** @internal */
export const hostNotAllowed = because(
  'permission',
  'The server lets no user in from the host of this backend.',
  "Create the user for that host, `create user '<user>'@'<address of this backend>' identified by …;`, and grant it what it needs.",
);

/**
 * What the words of PostgreSQL or MySQL say of who may connect from where, before
 * any password counts. By `pg_hba.conf` a host, a user, a database and an
 * encryption must fit one rule together; which of them does not is not said.
 *
 * @internal
 */
export function hostRuleFailureOf(text: string): Failure | undefined {
  const [, none] =
    /(no pg_hba\.conf entry)|pg_hba\.conf rejects/.exec(text) ?? [];
  if (!/pg_hba\.conf/.test(text)) {
    return /Host .+ is not allowed to connect/.test(text)
      ? hostNotAllowed
      : undefined;
  }
  const [, encryption = ''] =
    encryptions.find(([pattern]) => pattern.test(text)) ?? [];
  const who = `this host, user and database${encryption && ` ${encryption}`}`;
  return because(
    'permission',
    none
      ? `The server has no rule in \`pg_hba.conf\` for ${who}.`
      : `A rule in \`pg_hba.conf\` of the server rejects ${who}.`,
    encryption === 'without encryption'
      ? `If the server means to take encrypted connections alone, set \`ssl: { ca: { $file: ./server-ca.pem } }\` under \`backend.database.connection\`. Else: ${lowerFirst(
          addRule,
        )}; \`host\` in place of \`hostssl\` where none is encrypted.`
      : `${addRule}.`,
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
