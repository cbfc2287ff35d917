import { createCheck } from 'backstage-plugin-database-health-node';

/** Whether what a plugin says to its database can be read on the way. */
export const encrypted = createCheck({
  id: 'encrypted',
  title: 'Encrypted',
  rationale:
    'Whether the connections of the plugin are encrypted, and whether it makes sure who is on the other side. Without the first all data can be read wherever they pass, without the second by whoever puts himself in between. On one machine, or with a proxy on it that encrypts, nothing passes a network.',
  per: 'database',
  needs: ['encryption'],
  limits: {},
  source: 'Ours, as ruby-pg-extras; a network may be trusted otherwise.',
  remedy:
    'Set `ssl: { ca: { $file: ./server-ca.pem } }` under `backend.database.connection`, with the certificate of the authority that signed that of the server, or `ssl: { rejectUnauthorized: true }` where a public one did. Where the server has no TLS, switch it on there first: `ssl = on` in PostgreSQL, `ssl_cert` and `ssl_key` in MySQL and MariaDB.',
  evaluate({ encryption: { encrypted: isEncrypted, local, verified } }) {
    if (local || (isEncrypted && verified)) {
      return [];
    }
    return [
      {
        severity: 'info',
        message: isEncrypted
          ? 'The connections of the plugin are encrypted, but it does not verify the certificate of the server: whoever stands in between can pass for it.'
          : 'The connections of the plugin are not encrypted, and leave this machine.',
        evidence: {
          observed: isEncrypted ? 'not verified' : 'not encrypted',
          limit: null,
          unit: 'connection',
        },
      },
    ];
  },
});
