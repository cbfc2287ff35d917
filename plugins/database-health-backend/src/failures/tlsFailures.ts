import type { Failure } from 'backstage-plugin-database-health-node';
import { because } from './failureSentences';

const under = 'under `backend.database.connection`';
const trusting = '`ssl: { ca: { $file: ./server-ca.pem } }`';
const publicly = '`ssl: { rejectUnauthorized: true }`';
const loaded =
  '`select pg_reload_conf();` in PostgreSQL, `flush ssl;` in MariaDB, `alter instance reload tls;` in MySQL';

/**
 * What may be wrong with an encrypted connection, each with its own way out and the
 * lines of `ssl` that it needs. None of them gives up to verify the server.
 *
 * @internal
 */
export const tlsFailures = Object.freeze({
  missing: because(
    'tls',
    'The server does not offer encrypted connections.',
    'Switch TLS on at the server: `ssl = on` in PostgreSQL, `ssl_cert` and `ssl_key` in MySQL and MariaDB. Only where nobody else can read what passes, as on one machine, set `ssl: false` under `backend.database.connection` instead.',
  ),
  required: because(
    'tls',
    'The server accepts this plugin only over an encrypted connection.',
    `Set ${trusting} ${under}, with the certificate of the authority that signed that of the server, or ${publicly} where a public one did.`,
  ),
  expired: because(
    'tls',
    'The certificate of the server expired.',
    `Renew the certificate on the server and have it loaded: ${loaded}. No line of \`ssl\` needs to change, unless the new certificate comes from another authority.`,
  ),
  tooEarly: because(
    'tls',
    'The certificate of the server is not valid yet.',
    'Compare the clocks of this machine and of the one on which the certificate was made, and set the wrong one right. No line of `ssl` needs to change.',
  ),
  ofAnother: because(
    'tls',
    'The certificate of the server is for another host name.',
    `Set \`host\` ${under} to a name that stands in the certificate, or have one made for the configured name. Where only an address can be dialled, PostgreSQL takes the name from \`ssl: { servername: <name in the certificate>, ca: { $file: ./server-ca.pem } }\`.`,
  ),
  selfSigned: because(
    'tls',
    'The certificate of the server is signed by itself, and this backend does not trust it.',
    `Copy that certificate, without its key, to this backend and set \`ssl: { ca: { $file: ./server.pem } }\` ${under}. It must be copied again whenever the server gets another one; an authority of your own spares that.`,
  ),
  unknownAuthority: because(
    'tls',
    'The certificate of the server is signed by an authority that this backend does not know.',
    `Set ${trusting} ${under}, with the certificate of that authority and those between it and the server; providers of databases offer theirs for download.`,
  ),
  revoked: because(
    'tls',
    'The certificate of the server was revoked.',
    `Find out why; then have a new one made on the server and loaded: ${loaded}.`,
  ),
  nothingInCommon: because(
    'tls',
    'The server and this backend have no version or cipher of TLS in common.',
    `Compare \`minVersion\`, \`maxVersion\` and \`ciphers\` of \`ssl\` ${under} with what the server allows: \`ssl_min_protocol_version\`, \`ssl_max_protocol_version\` and \`ssl_ciphers\` in PostgreSQL, \`tls_version\` and \`ssl_cipher\` in MySQL and MariaDB. Both sides should have \`ssl: { minVersion: TLSv1.2 }\`.`,
  ),
  ofClient: because(
    'tls',
    'The server wants a certificate of this plugin, and none that it accepts is configured.',
    `Set \`ssl: { cert: { $file: ./client.pem }, key: { $file: ./client.key }, ca: { $file: ./server-ca.pem } }\` ${under}, with a certificate that the server trusts.`,
  ),
  unreadable: because(
    'tls',
    'A certificate or key that is configured for the connection cannot be used.',
    `Look at the files behind \`ca\`, \`cert\` and \`key\` of \`ssl\` ${under}: each must be PEM, and the key must be that of the certificate.`,
  ),
});

/** By the code of Node and OpenSSL. */
export const tlsCodes: Record<string, Failure> = {
  CERT_HAS_EXPIRED: tlsFailures.expired,
  CERT_NOT_YET_VALID: tlsFailures.tooEarly,
  CERT_REVOKED: tlsFailures.revoked,
  CERT_UNTRUSTED: tlsFailures.unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: tlsFailures.selfSigned,
  EPROTO: because('tls'),
  ERR_TLS_CERT_ALTNAME_INVALID: tlsFailures.ofAnother,
  SELF_SIGNED_CERT_IN_CHAIN: tlsFailures.unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: tlsFailures.unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: tlsFailures.unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: tlsFailures.unknownAuthority,
};

const messages: readonly (readonly [RegExp, Failure])[] = [
  [/does not support (SSL|secure) connection/, tlsFailures.missing],
  [
    /connections? using insecure transport are prohibited/i,
    tlsFailures.required,
  ],
  [/certificate has expired/, tlsFailures.expired],
  [/certificate is not yet valid/, tlsFailures.tooEarly],
  [/certificate (has been )?revoked/, tlsFailures.revoked],
  [
    /self[- ]signed certificate in certificate chain|unable to (get (local )?issuer|verify the first) certificate/,
    tlsFailures.unknownAuthority,
  ],
  [/self[- ]signed certificate/, tlsFailures.selfSigned],
  [/does not match certificate/, tlsFailures.ofAnother],
  [
    /valid client certificate|alert certificate required|alert (bad|unknown|expired) certificate|alert unknown ca/,
    tlsFailures.ofClient,
  ],
  [
    /protocol version|handshake failure|unsupported protocol|no protocols available|wrong version number|no shared cipher|no ciphers available|no cipher match|(key|dh|ee) .*too small/,
    tlsFailures.nothingInCommon,
  ],
  [/PEM routines|key values mismatch|wrong tag/, tlsFailures.unreadable],
  [/SSL routines|establishing an SSL connection/, because('tls')],
];

/**
 * What the words of Node, OpenSSL or a server say of an encrypted connection:
 * `mysql2` puts one code in place of all of theirs.
 *
 * @internal
 */
export function tlsFailureOf(text: string): Failure | undefined {
  return messages.find(([pattern]) => pattern.test(text))?.[1];
}
