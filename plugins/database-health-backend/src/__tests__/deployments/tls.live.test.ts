import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { available as mariadbAvailable } from 'mariadb-server';
import { availableMajors } from 'postgres-server';
import type { Overview } from 'backstage-plugin-database-health-common';
import { Authority } from '../../__testUtils__/authority';
import {
  describeSetUps,
  pluginIds,
  type Running,
  type Use,
} from '../../__testUtils__/setUps/describeSetUps';
import { MariadbTruth } from '../../__testUtils__/setUps/mariadbTruth';
import {
  onOneServer,
  variablesOf,
} from '../../__testUtils__/setUps/postgresRows';
import { PostgresTruth } from '../../__testUtils__/setUps/postgresTruth';

// Each certificate is looked at at once; routes.live.test.ts holds the limit.
jest.mock('../../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

const host = 'localhost';
const postgresUser = { user: 'postgres', program: 'PostgreSQL' };
const mariadbUser = { user: 'mysql', program: 'MariaDB' };

interface Renewing {
  /** Gives the server a certificate that ends so many days from now. */
  present(days: number): Promise<void>;
  authority: Authority;
}

let renewing: Renewing;

function startAuthority(use: Use): Authority {
  const authority = new Authority();
  use({ dispose: async () => authority.dispose() });
  return authority;
}

/** What is told of certificates, from a long life to none and back. */
async function expectCertificates({ portal }: Running): Promise<void> {
  const { authority, present } = renewing;
  const look = async () => {
    // Who was told that its session is over opens another one.
    for (const id of pluginIds) {
      await portal
        .clientOf?.(id)
        ?.raw('select 1')
        .catch(() => {});
    }
    await portal.post('/refresh').expect(202);
  };
  const expiry = () => portal.check('catalog', 'certificate-expiry');

  const { databases, servers }: Overview = await portal.overview();
  for (const { encryption } of databases) {
    expect(encryption).toEqual({
      encrypted: true,
      verified: true,
      local: true,
      protocol: 'TLSv1.3',
    });
  }
  expect(servers).toMatchObject([
    { certificate: { subject: host, issuer: authority.name } },
  ]);
  expect(await expiry()).toMatchObject({ status: 'ok' });

  for (const [days, status, words] of [
    [20, 'warning', 'ends in 19 days'],
    [5, 'critical', 'ends in 4 days'],
  ] as const) {
    await present(days);
    await portal.eventually(async () => {
      await look();
      expect(await expiry()).toMatchObject({
        status,
        findings: [
          {
            severity: status,
            message: expect.stringContaining(
              `The certificate of the server ${words}, at `,
            ),
            remedy: { text: expect.stringContaining('Renew the certificate') },
          },
        ],
      });
    });
  }

  await present(-1);
  await portal.eventually(async () => {
    await look();
    expect(await portal.check('catalog', 'reachable')).toMatchObject({
      findings: [
        {
          message: 'The certificate of the server expired.',
          remedy: { text: expect.stringMatching(/^Renew the certificate/) },
        },
      ],
    });
  });

  await present(365);
  await portal.eventually(async () => {
    await look();
    expect(await expiry()).toMatchObject({ status: 'ok' });
    expect(await portal.check('catalog', 'reachable')).toMatchObject({
      status: 'ok',
    });
  });
}

describeSetUps([
  ...availableMajors.map(major => ({
    folder: 'postgres-tls',
    on: `on PostgreSQL ${major}`,
    async prepare(use: Use) {
      const authority = startAuthority(use);
      const issued = (days?: number) =>
        authority.install(postgresUser, authority.issue(host, days));
      const { key, certificate } = issued();
      const server = use(
        await PostgresTruth.start({
          major,
          settings: {
            listen_addresses: host,
            ssl: 'on',
            ssl_key_file: key,
            ssl_cert_file: certificate,
          },
        }),
      );
      const rules = join(server.server.dataDirectory, 'pg_hba.conf');
      writeFileSync(
        rules,
        `hostnossl all backstage all reject\n${readFileSync(rules, 'utf8')}`,
      );
      await server.run('select pg_reload_conf()');
      renewing = {
        authority,
        async present(days) {
          issued(days);
          await server.run('select pg_reload_conf()');
          await server.run(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where usename = 'backstage'`,
          );
        },
      };
      const prepared = await onOneServer(server, 'postgres-tls');
      return {
        ...prepared,
        env: {
          ...variablesOf(server),
          POSTGRES_HOST: host,
          POSTGRES_CA: authority.certificate,
        },
      };
    },
    expectAlso: expectCertificates,
  })),
  {
    folder: 'mariadb-tls',
    available: mariadbAvailable,
    async prepare(use) {
      const authority = startAuthority(use);
      const issued = (days?: number) =>
        authority.install(mariadbUser, authority.issue(host, days));
      const files = issued();
      const server = use(
        await MariadbTruth.start({
          ssl_key: files.key,
          ssl_cert: files.certificate,
          ssl_ca: files.authority,
        }),
      );
      const env = {
        MYSQL_HOST: host,
        MYSQL_PORT: String(server.server.port),
        MYSQL_USER: 'backstage',
        MYSQL_PASSWORD: 'S3cret-of-the portal/+é',
        MYSQL_CA: authority.certificate,
      };
      await server.apply('mariadb-tls', env);
      await server.run('create database billing');
      renewing = {
        authority,
        async present(days) {
          issued(days);
          await server.run('flush ssl');
          await server.run('kill user backstage');
        },
      };
      return {
        env,
        secrets: [env.MYSQL_PASSWORD],
        places: Object.fromEntries(
          ['database-health', ...pluginIds].map(id => [
            id,
            {
              engine: 'mysql' as const,
              name: `backstage_plugin_${id}`,
              server,
            },
          ]),
        ),
        strangers: ['billing'],
      };
    },
    expectAlso: expectCertificates,
  },
]);
