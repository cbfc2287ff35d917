import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect as connectPlain } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, createServer } from 'node:tls';
import type { JsonObject } from '@backstage/types';
import { Authority } from '../../__testUtils__/authority';
import { readingPaths } from '../../__testUtils__/readingPaths';
import {
  describeSetUps,
  type Running,
  type SetUp,
  type Use,
} from '../../__testUtils__/setUps/describeSetUps';
import {
  addStranger,
  databasesOf,
} from '../../__testUtils__/setUps/postgresRows';
import { PostgresTruth } from '../../__testUtils__/setUps/postgresTruth';

// What was refused is asked once more at once; routes.live.test.ts holds the limit.
jest.mock('../../routes/limits', () => ({ leastTimeBetweenRefreshesMs: 0 }));

/** Who gives tokens, in place of a cloud: the server takes the last one as password. */
const provider = {
  /** Every token that was given. */
  given: [] as string[],
  /** That of now, which all get. */
  token: undefined as string | undefined,
  lifeMs: 3_600_000,
  error: undefined as Error | undefined,
  async give(): Promise<string> {
    if (provider.error) {
      throw provider.error;
    }
    if (!provider.token) {
      provider.token = newToken();
      await provider.accept(provider.token);
    }
    return provider.token;
  },
  accept: async (_token: string) => {},
  /** What a connector of Google opens, in place of a socket of the driver. */
  open: (): unknown => undefined,
};

function newToken(): string {
  const token = `token-${randomBytes(12).toString('hex')}`;
  provider.given.push(token);
  return token;
}

jest.mock('@azure/identity', () => {
  class Credential {
    async getToken() {
      const token = await provider.give();
      return { token, expiresOnTimestamp: Date.now() + provider.lifeMs };
    }
  }
  return {
    DefaultAzureCredential: Credential,
    ManagedIdentityCredential: Credential,
    ClientSecretCredential: Credential,
  };
});
jest.mock('@aws-sdk/rds-signer', () => ({
  Signer: class {
    getAuthToken() {
      return provider.give();
    }
  },
}));
jest.mock(
  '@google-cloud/cloud-sql-connector',
  () => ({
    AuthTypes: { IAM: 'IAM' },
    IpAddressTypes: { PUBLIC: 'PUBLIC', PRIVATE: 'PRIVATE' },
    Connector: class {
      async getOptions() {
        return {
          stream() {
            if (provider.error) {
              throw provider.error;
            }
            return provider.open();
          },
        };
      }
    },
  }),
  { virtual: true },
);

/** As each of the clouds words it. */
const refusals = {
  azure: Object.assign(
    new Error(
      'ChainedTokenCredential authentication failed.\nCredentialUnavailableError: ManagedIdentityCredential: s3cret is not there at vault.example.com',
    ),
    { name: 'AggregateAuthenticationError' },
  ),
  rds: Object.assign(
    new Error('Could not load credentials from any providers: s3cret'),
    { name: 'CredentialsProviderError' },
  ),
  cloudsql: Object.assign(
    new Error('The credential of s3cret@vault has expired: invalid_grant'),
    { name: 'CloudSQLConnectorError', code: 'EBADINSTANCEINFO' },
  ),
};

const sentences = {
  azure: 'this process has no identity to ask with',
  rds: 'this process has no identity to ask with',
  cloudsql: 'the identity of this process has expired',
};

const host = 'localhost';
const user = 'backstage';

/** A server over TLS, on which whoever logs in needs the token of now. */
async function startServer(use: Use, authority: Authority) {
  const { key, certificate } = authority.install(
    { user: 'postgres', program: 'PostgreSQL' },
    authority.issue(host),
  );
  const server = use(
    await PostgresTruth.start({
      settings: {
        listen_addresses: host,
        ssl: 'on',
        ssl_key_file: key,
        ssl_cert_file: certificate,
      },
    }),
  );
  await server.run(`create role ${user} login createdb`);
  await addStranger(server, 'billing');
  provider.given.length = 0;
  provider.token = undefined;
  provider.error = undefined;
  provider.accept = async token => {
    const end = new Date(Date.now() + provider.lifeMs).toISOString();
    await server.run(
      `alter role ${user} password '${token}' valid until '${end}'`,
    );
  };
  return server;
}

function startAuthority(use: Use): Authority {
  const authority = new Authority();
  use({ dispose: async () => authority.dispose() });
  return authority;
}

/** What stands before an instance of Google: who shows a certificate may pass. */
async function openGate(use: Use, server: PostgresTruth, authority: Authority) {
  const { key, certificate } = authority.issue('instance');
  const gate = createServer(
    {
      key,
      cert: certificate,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: true,
    },
    secured => {
      const plain = connectPlain(server.server.port, host);
      const end = () => {
        plain.destroy();
        secured.destroy();
      };
      secured.on('error', end).on('close', end).pipe(plain);
      plain.on('error', end).on('close', end).pipe(secured);
    },
  ).listen(0, '127.0.0.1');
  use({
    dispose: async () => {
      gate.close();
    },
  });
  await once(gate, 'listening');
  const { port } = gate.address() as AddressInfo;
  provider.open = () => {
    const own = authority.issue('portal', 1);
    const socket = connectTls({
      host: '127.0.0.1',
      port,
      ca: authority.certificate,
      servername: 'instance',
      key: own.key,
      cert: own.certificate,
    });
    // As that connector has it: it is connecting already.
    socket.connect = () => socket;
    return socket;
  };
  // Who comes through the gate has proven who it is.
  const rules = join(server.server.dataDirectory, 'pg_hba.conf');
  writeFileSync(
    rules,
    `host all ${user} all trust\n${readFileSync(rules, 'utf8')}`,
  );
  await server.run('select pg_reload_conf()');
}

type Cloud = keyof typeof refusals;

/** Time goes on for a plugin: its token is due, and its connection is over. */
async function cut({ portal, places }: Running): Promise<void> {
  const client = portal.clientOf!('catalog')!;
  client.client.connectionConfigExpirationChecker &&= () => true;
  const { server, name } = places.catalog;
  await (server as PostgresTruth).run(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = '${name}' and usename = '${user}'`,
  );
}

const use = ({ portal }: Running) =>
  portal.clientOf!('catalog')!
    .raw('select 1')
    .catch(() => {});

async function expectToken(running: Running, cloud: Cloud): Promise<void> {
  const { portal } = running;
  const token = async () => (await portal.detail('catalog')).database.token!;
  const check = (id: string) => portal.check('catalog', id);
  const recovers = async () => {
    await portal.eventually(async () => {
      await use(running);
      for (const id of ['identity-token', 'reachable']) {
        expect(await check(id)).toMatchObject({ status: 'ok', findings: [] });
      }
    });
  };
  expect(await token()).toMatchObject({ provider: cloud, failingSince: null });
  const obtainedAt = Date.parse((await token()).obtainedAt!);
  expect(Math.abs(Date.now() - obtainedAt)).toBeLessThan(120_000);

  provider.error = refusals[cloud];
  await portal.eventually(async () => {
    await cut(running);
    await use(running);
    const [finding] = (await check('identity-token')).findings;
    expect(finding).toMatchObject({
      message: expect.stringMatching(
        new RegExp(
          `^No new identity token could be obtained: ${sentences[cloud]}\\. The last one was obtained at \\d\\d:\\d\\d UTC\\.$`,
        ),
      ),
      remedy: { text: expect.stringContaining('It recovers by itself') },
    });
  });
  expect((await token()).failingSince).not.toBeNull();
  await expectNoToken(running);
  provider.error = undefined;
  await recovers();
  expect(Date.parse((await token()).obtainedAt!)).toBeGreaterThanOrEqual(
    obtainedAt,
  );
}

/** A token that the server does not take, whoever gave it. */
async function expectRefusal(running: Running): Promise<void> {
  const { portal } = running;
  provider.token = newToken();
  await portal.eventually(async () => {
    await cut(running);
    await use(running);
    const { findings } = await portal.check('catalog', 'reachable');
    expect(findings).toMatchObject([
      {
        message: 'The server refused the identity token of this plugin.',
        remedy: { text: expect.stringContaining('recovers by itself') },
      },
    ]);
  });
  await expectNoToken(running);
  provider.token = undefined;
  await cut(running);
  await portal.eventually(async () => {
    await use(running);
    expect(await portal.check('catalog', 'reachable')).toMatchObject({
      status: 'ok',
    });
  });
}

async function expectNoToken({ portal, log }: Running): Promise<void> {
  const answers: string[] = [];
  for (const path of readingPaths('catalog')) {
    answers.push((await portal.get(path)).text);
  }
  const isIn = (text: string) => (secret: string) => text.includes(secret);
  const words = ['s3cret', 'vault.example.com'];
  expect([...provider.given, ...words].filter(isIn(answers.join()))).toEqual(
    [],
  );
  // What a provider said Knex itself writes there.
  expect(provider.given.filter(isIn(log.text()))).toEqual([]);
}

const row = (
  cloud: Cloud,
  {
    env = {},
    connection = () => ({}),
  }: {
    env?: Record<string, string>;
    connection?(authority: Authority, port: number): JsonObject;
  },
): SetUp => ({
  folder: cloud,
  async prepare(useIt) {
    const authority = startAuthority(useIt);
    const server = await startServer(useIt, authority);
    if (cloud === 'cloudsql') {
      await openGate(useIt, server, authority);
    }
    return {
      env: {
        POSTGRES_HOST: host,
        POSTGRES_PORT: String(server.server.port),
        POSTGRES_USER: user,
        RDS_CA: authority.certificate,
        ...env,
      },
      overlay: {
        backend: {
          database: { connection: connection(authority, server.server.port) },
        },
      },
      secrets: provider.given,
      places: databasesOf(server),
      strangers: ['billing'],
    };
  },
  async expectAlso(running) {
    await expectToken(running, cloud);
    if (cloud === 'azure') {
      await expectRefusal(running);
    }
  },
});

describeSetUps([
  row('azure', {
    // That of Azure is signed by a public authority.
    connection: ({ certificate }) => ({ ssl: { ca: certificate } }),
  }),
  row('rds', {
    env: { AWS_REGION: 'eu-west-1' },
    connection: (_, port) => ({ port }),
  }),
  row('cloudsql', { env: { CLOUDSQL_INSTANCE: 'project:region:instance' } }),
]);
