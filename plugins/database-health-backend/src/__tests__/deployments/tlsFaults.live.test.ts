import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecureVersion } from 'node:tls';
import type { Knex } from 'knex';
import {
  available as mariadbAvailable,
  type MariadbServer,
  startMariadb,
} from 'mariadb-server';
import {
  availableMajors,
  type PostgresServer,
  startPostgres,
} from 'postgres-server';
import { Authority, type Issued } from '../../__testUtils__/authority';
import { eventually } from '../../__testUtils__/eventually';
import { asSuperuser } from '../../engines/__testUtils__/postgresSubjects';
import { clientsOf, failureOf } from '../../failures/__testUtils__/failures';

const name = 'localhost';
const postgresUser = { user: 'postgres', program: 'PostgreSQL' };
const mariadbUser = { user: 'mysql', program: 'MariaDB' };

describe('faults of TLS', () => {
  let authority: Authority;
  let another: Authority;
  let client: Issued;

  beforeAll(() => {
    authority = new Authority();
    another = new Authority('Another authority');
    client = authority.issue('reader');
  });
  afterAll(() => {
    authority?.dispose();
    another?.dispose();
  });

  /** What a server has, and what is told of it whatever the driver calls it. */
  const certificates = (): [string, Issued, RegExp, RegExp][] => [
    [
      'that has expired',
      authority.issue(name, -1),
      /^The certificate of the server expired\.$/,
      /^Renew the certificate/,
    ],
    [
      'of an authority that is not known',
      another.issue(name),
      /signed by an authority that this backend does not know/,
      /`ssl: \{ ca: \{ \$file: \.\/server-ca\.pem \} \}`/,
    ],
    [
      'that is signed by itself',
      authority.selfSigned(name),
      /signed by itself/,
      /`ssl: \{ ca: \{ \$file: \.\/server\.pem \} \}`/,
    ],
    [
      'of another host',
      authority.issue('db.example.com'),
      /for another host name/,
      /`host`/,
    ],
  ];

  describe.each(availableMajors)('PostgreSQL %i', major => {
    let server: PostgresServer;
    const { connect, destroyLater } = clientsOf('pg', () => server);
    const ask = (ssl: unknown, connection: object = {}) =>
      connect({ host: name, ssl, ...connection }).raw('select 1');
    const run = (sql: string) => asSuperuser(server, sql);

    /** New sessions get what is set; the first that does shows that it is in force. */
    async function set(settings: Record<string, string>): Promise<void> {
      for (const [key, value] of Object.entries(settings)) {
        await run(`alter system set ${key} = '${value}'`);
      }
      await reload();
    }
    async function reload(): Promise<void> {
      const [{ at }] = await asSuperuser<{ at: string }>(
        server,
        `select clock_timestamp()::text as at`,
      );
      await run('select pg_reload_conf()');
      await eventually(async () => {
        const [{ done }] = await asSuperuser<{ done: boolean }>(
          server,
          `select pg_conf_load_time() > '${at}'::timestamptz as done`,
        );
        expect(done).toBe(true);
      });
    }
    const present = async (issued: Issued) => {
      const { key, certificate } = authority.install(postgresUser, issued);
      await set({ ssl: 'on', ssl_key_file: key, ssl_cert_file: certificate });
    };
    const rules = async (...lines: string[]) => {
      writeFileSync(
        join(server.dataDirectory, 'pg_hba.conf'),
        ['host all postgres all trust', ...lines, ''].join('\n'),
      );
      await reload();
    };

    beforeAll(async () => {
      server = await startPostgres({
        major,
        settings: { listen_addresses: 'localhost' },
      });
      connect();
      await run(`create role reader login password 's3cret'`);
    });
    afterEach(destroyLater);
    afterAll(async () => {
      await destroyLater();
      await server?.dispose();
    });

    it('knows a server without TLS', async () => {
      expect(await failureOf(() => ask(true))).toEqual({
        kind: 'tls',
        sentence: 'The server does not offer encrypted connections.',
        remedy: expect.stringContaining('`ssl = on`'),
      });
    });

    it('knows a certificate for what is wrong with it, and one that is right', async () => {
      const ssl = { ca: authority.certificate };
      for (const [, issued, sentence, remedy] of certificates()) {
        await present(issued);
        expect(await failureOf(() => ask(ssl))).toEqual({
          kind: 'tls',
          sentence: expect.stringMatching(sentence),
          remedy: expect.stringMatching(remedy),
        });
      }
      const selfSigned = authority.selfSigned(name);
      await present(selfSigned);
      await ask({ ca: selfSigned.certificate });
      const ofAnother = authority.issue('db.example.com');
      await present(ofAnother);
      await ask(
        { ca: authority.certificate, servername: 'db.example.com' },
        { host: '127.0.0.1' },
      );
      await present(authority.issue(name));
      await ask({ ca: authority.certificate });
    });

    it('knows that there is no version or cipher in common', async () => {
      await present(authority.issue(name));
      await set({ ssl_min_protocol_version: 'TLSv1.3' });
      const { certificate: ca } = authority;
      const old: { maxVersion: SecureVersion } = { maxVersion: 'TLSv1.2' };
      const sentence = expect.stringMatching(/no version or cipher of TLS/);
      expect(await failureOf(() => ask({ ca, ...old }))).toMatchObject({
        kind: 'tls',
        sentence,
      });
      await ask({ ca });
      await set({ ssl_min_protocol_version: 'TLSv1.2' });
      expect(
        await failureOf(() =>
          // The key of the server is of another kind.
          ask({ ca, ...old, ciphers: 'ECDHE-RSA-AES256-GCM-SHA384' }),
        ),
      ).toMatchObject({ kind: 'tls', sentence });
    });

    it('knows a key that is not that of its certificate', async () => {
      await present(authority.issue(name));
      const { key } = authority.issue('reader');
      const { certificate: cert } = client;
      expect(
        await failureOf(() => ask({ ca: authority.certificate, cert, key })),
      ).toMatchObject({
        kind: 'tls',
        sentence: expect.stringMatching(/that is configured .* cannot be used/),
      });
    });

    it('knows a host without a rule, one that is rejected, and one that must encrypt or show a certificate', async () => {
      const reader = { user: 'reader', password: 's3cret' };
      const ssl = { ca: authority.certificate };
      await present(authority.issue(name));
      await set({
        ssl_ca_file: authority.install(postgresUser, authority.issue(name))
          .authority,
      });
      await rules('hostssl all reader all scram-sha-256');
      expect(await failureOf(() => ask(false, reader))).toEqual({
        kind: 'permission',
        sentence:
          'The server has no rule in `pg_hba.conf` for this host, user and database without encryption.',
        remedy: expect.stringContaining(
          'set `ssl: { ca: { $file: ./server-ca.pem } }`',
        ),
      });
      await ask(ssl, reader);
      await rules('hostnossl all reader all scram-sha-256');
      expect(await failureOf(() => ask(ssl, reader))).toEqual({
        kind: 'permission',
        sentence:
          'The server has no rule in `pg_hba.conf` for this host, user and database over TLS.',
        remedy: expect.stringMatching(/^Add a line such as `hostssl /),
      });
      await rules('host all reader all reject');
      expect(await failureOf(() => ask(ssl, reader))).toMatchObject({
        kind: 'permission',
        sentence: expect.stringMatching(/^A rule .* rejects .* over TLS\.$/),
      });
      await rules('hostssl all reader all scram-sha-256 clientcert=verify-ca');
      expect(await failureOf(() => ask(ssl, reader))).toMatchObject({
        kind: 'tls',
        sentence: expect.stringMatching(/wants a certificate of this plugin/),
      });
      await ask({ ...ssl, cert: client.certificate, key: client.key }, reader);
      await rules();
    });
  });

  (mariadbAvailable ? describe : describe.skip)('MariaDB', () => {
    let server: MariadbServer;
    let admin: Knex;
    const { connect, destroyLater } = clientsOf('mysql2', () => server);
    const ask = (ssl: unknown, connection: object = {}) =>
      connect({ host: name, ssl, ...connection }).raw('select 1');
    const present = async (issued: Issued) => {
      authority.install(mariadbUser, issued);
      await admin.raw('flush ssl');
    };

    beforeAll(async () => {
      const files = authority.install(mariadbUser, authority.issue(name));
      server = await startMariadb({
        settings: {
          ssl_key: files.key,
          ssl_cert: files.certificate,
          ssl_ca: files.authority,
        },
      });
      admin = connect();
      await admin.raw(`create user reader identified by 's3cret'`);
    });
    afterEach(destroyLater);
    afterAll(async () => {
      await admin?.destroy();
      await server?.dispose();
    });

    it('knows a certificate for what is wrong with it, and one that is right', async () => {
      const ssl = { ca: authority.certificate, verifyIdentity: true };
      for (const [, issued, sentence, remedy] of certificates()) {
        await present(issued);
        expect(await failureOf(() => ask(ssl))).toEqual({
          kind: 'tls',
          sentence: expect.stringMatching(sentence),
          remedy: expect.stringMatching(remedy),
        });
      }
      await present(authority.issue(name));
      await ask(ssl);
    });

    it('knows that there is no version or cipher in common', async () => {
      await present(authority.issue(name));
      expect(
        await failureOf(() =>
          ask({
            ca: authority.certificate,
            maxVersion: 'TLSv1.2',
            ciphers: 'ECDHE-RSA-AES256-GCM-SHA384',
          }),
        ),
      ).toMatchObject({
        kind: 'tls',
        sentence: expect.stringMatching(/no version or cipher of TLS/),
      });
    });

    it('knows that it takes encrypted connections alone', async () => {
      await present(authority.issue(name));
      const reader = { user: 'reader', password: 's3cret' };
      await admin.raw('set global require_secure_transport = on');
      // It says no more than of a wrong password.
      expect(await failureOf(() => ask(undefined, reader))).toEqual({
        kind: 'credentials',
        sentence: expect.stringContaining('only over an encrypted connection'),
        remedy: expect.stringMatching(
          /`select @@require_secure_transport;`.*`ssl: \{ ca: /,
        ),
      });
      await ask({ ca: authority.certificate }, reader);
      await admin.raw('set global require_secure_transport = off');
      await admin.raw('alter user reader require ssl');
      expect(await failureOf(() => ask(undefined, reader))).toMatchObject({
        kind: 'credentials',
        remedy: expect.stringContaining('`REQUIRE SSL`'),
      });
      await ask({ ca: authority.certificate }, reader);
    });
  });
});
