import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { createCheck } from 'backstage-plugin-database-health-node';
import { readDatabaseHealthConfig } from './databaseHealthConfig';

const size = createCheck({
  id: 'size',
  title: 'Size',
  rationale: 'Disks end.',
  per: 'database',
  needs: ['size'],
  limits: { warningBytes: 10, criticalBytes: 20 },
  source: 'ours',
  remedy: 'Make room.',
  evaluate: () => [],
});

const orphan = createCheck({
  id: 'orphan',
  title: 'Orphan',
  rationale: 'Nobody uses it.',
  per: 'server',
  needs: ['serverSize'],
  limits: {},
  source: 'ours',
  remedy: 'Make room.',
  evaluate: () => [],
});

const pager = {
  url: 'https://hooks.example.com/token-of-the-url',
  secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
};

function read(databaseHealth: object | undefined) {
  return readDatabaseHealthConfig(
    new ConfigReader({
      app: { baseUrl: 'https://portal.example.com/' },
      backend: {
        database: {
          client: 'pg',
          connection: { host: 'db.example.com', port: 5433 },
        },
      },
      ...(databaseHealth && { databaseHealth }),
    }),
    { checks: [size, orphan], pluginIds: ['catalog', 'auth'] },
  );
}

describe('readDatabaseHealthConfig', () => {
  it('has a default for everything', () => {
    expect(read(undefined)).toEqual({
      pulseIntervalMs: 15_000,
      surveyIntervalMs: 600_000,
      budgets: {
        defaultBytes: undefined,
        bytesByPlugin: new Map(),
        bytesByServer: new Map(),
      },
      history: {
        fineMs: 2 * 86_400_000,
        hourlyMs: 14 * 86_400_000,
        dailyMs: 730 * 86_400_000,
      },
      incidents: {
        openAfterMs: 10_000,
        closeAfterMs: 60_000,
        silences: [],
        digest: { hour: 8, minute: 0, timeZone: 'UTC' },
        webhooks: [],
      },
      readiness: { plugins: [], failureThreshold: 3 },
      checks: [
        { check: size, limits: { warningBytes: 10, criticalBytes: 20 } },
        { check: orphan, limits: {} },
      ],
      backendPort: 7007,
      pageUrl: 'https://portal.example.com/database-health',
    });
  });

  it('takes durations, plugins and limits', () => {
    expect(
      read({
        pulse: { interval: '5s' },
        survey: { interval: { minutes: 2 } },
        readiness: { plugins: ['catalog'], failureThreshold: 1 },
        checks: { size: { warningBytes: 15 }, orphan: false },
      }),
    ).toMatchObject({
      pulseIntervalMs: 5_000,
      surveyIntervalMs: 120_000,
      readiness: { plugins: ['catalog'], failureThreshold: 1 },
      checks: [{ limits: { warningBytes: 15, criticalBytes: 20 } }],
    });
  });

  it('keeps samples as long as it is told, and each step at least as long as the one before', () => {
    const days = (history: JsonObject) =>
      Object.values(read({ history }).history).map(ms => ms / 86_400_000);
    expect(days({ fine: '1h', hourly: 'P2D', daily: { days: 90 } })).toEqual([
      1 / 24,
      2,
      90,
    ]);
    expect(days({ fine: '14d' })).toEqual([14, 14, 730]);
    expect(days({ daily: '14d' })).toEqual([2, 14, 14]);
  });

  it('takes budgets in bytes and with units', () => {
    expect(
      read({
        budgets: {
          default: '1.5 GiB',
          plugins: { catalog: '50GB', auth: 4096 },
          servers: [{ address: 'db.example.com:5433', size: '1TiB' }],
        },
      }).budgets,
    ).toEqual({
      defaultBytes: 1.5 * 1024 ** 3,
      bytesByPlugin: new Map([
        ['catalog', 50e9],
        ['auth', 4096],
      ]),
      bytesByServer: new Map([['db.example.com:5433', 1024 ** 4]]),
    });
  });

  it('takes webhooks, by default for all that happens', () => {
    const filter = {
      minSeverity: 'critical',
      plugins: ['auth'],
      checks: ['size'],
    };
    const { webhooks } = read({
      incidents: {
        webhooks: {
          pager,
          'in-house': {
            ...pager,
            ...filter,
            url: 'http://hooks',
            allowPrivateAddresses: true,
            digest: true,
          },
        },
      },
    }).incidents;
    expect(webhooks).toEqual([
      {
        id: 'pager',
        url: new URL(pager.url),
        secret: pager.secret,
        allowPrivateAddresses: false,
        digest: false,
        filter: {
          minSeverity: 'warning',
          plugins: undefined,
          checks: undefined,
        },
      },
      {
        id: 'in-house',
        url: new URL('http://hooks'),
        secret: pager.secret,
        allowPrivateAddresses: true,
        digest: true,
        filter,
      },
    ]);
  });

  it('takes the time of digests', () => {
    const digest = { at: '17:05', timeZone: 'Europe/Berlin' };
    expect(read({ incidents: { digest } }).incidents.digest).toEqual({
      hour: 17,
      minute: 5,
      timeZone: 'Europe/Berlin',
    });
  });

  it('switches a check off', () => {
    expect(read({ checks: { size: false, orphan: false } }).checks).toEqual([]);
  });

  it.each([
    [
      { puls: {} },
      "databaseHealth has no 'puls'; allowed are budgets, checks, history, incidents, notifications, pulse, readiness, survey",
    ],
    [
      { pulse: { every: '5s' } },
      "databaseHealth.pulse has no 'every'; allowed are interval",
    ],
    [
      { pulse: { interval: '10ms' } },
      'databaseHealth.pulse.interval is 10 milliseconds, but must be from 1 second to 1 hour',
    ],
    [
      { pulse: { interval: '2h' } },
      'databaseHealth.pulse.interval is 2 hours, but must be from 1 second to 1 hour',
    ],
    [
      { pulse: { interval: 'abc' } },
      "databaseHealth.pulse.interval is \"abc\", but must be a duration from 1 second to 1 hour, such as '90m', 'PT90M' or { minutes: 90 }",
    ],
    [
      { survey: { interval: { second: 3 } } },
      'databaseHealth.survey.interval is {"second":3}, but must be a duration from 10 seconds to 1 day',
    ],
    [
      { survey: { interval: 600 } },
      'databaseHealth.survey.interval is 600, but must be a duration from 10 seconds to 1 day',
    ],
    [
      { survey: { interval: '1s' } },
      'databaseHealth.survey.interval is 1 second, but must be from 10 seconds to 1 day',
    ],
    [
      { survey: { interval: 'P8D' } },
      'databaseHealth.survey.interval is 8 days, but must be from 10 seconds to 1 day',
    ],
    [
      { budgets: { default: '50 gigabytes' } },
      "databaseHealth.budgets.default is '50 gigabytes', but must be a size above 0 such as 50GiB; allowed units are B, KB, KiB, MB, MiB, GB, GiB, TB, TiB",
    ],
    [
      { budgets: { plugins: { catalog: 0 } } },
      "databaseHealth.budgets.plugins.catalog is '0', but must be a size above 0",
    ],
    [
      { budgets: { plugins: { catalogue: 1 } } },
      "databaseHealth.budgets.plugins has no 'catalogue'; allowed are auth, catalog",
    ],
    [
      { budgets: { servers: [{ address: 'db:1', size: 1 }] } },
      "databaseHealth.budgets.servers[0].address is 'db:1', but must be one of db.example.com:5433",
    ],
    [
      { budgets: { servers: [{ size: 1 }] } },
      "Missing required config value at 'databaseHealth.budgets.servers[0].address'",
    ],
    [
      { history: { fine: '1m' } },
      'databaseHealth.history.fine is 1 minute, but must be from 1 hour to 14 days',
    ],
    [
      { history: { fine: '3d', hourly: '2d' } },
      'databaseHealth.history.hourly is 2 days, but must be from 3 days to 90 days',
    ],
    [
      { history: { daily: { days: 2_000 } } },
      'databaseHealth.history.daily is 2000 days, but must be from 14 days to 1826 days',
    ],
    [
      { history: { daily: 'P2' } },
      'databaseHealth.history.daily is "P2", but must be a duration from 14 days to 1826 days',
    ],
    [
      { history: { weekly: '1d' } },
      "databaseHealth.history has no 'weekly'; allowed are daily, fine, hourly",
    ],
    [
      { incidents: { after: '1m' } },
      "databaseHealth.incidents has no 'after'; allowed are closeAfter, digest, openAfter, silences, webhooks",
    ],
    [
      { incidents: { silences: { upgrade: { from: '2027' } } } },
      "databaseHealth.incidents.silences.upgrade has no 'from'; allowed are endsAt, plugins, reason, startsAt",
    ],
    [
      { incidents: { silences: { upgrade: { startsAt: 'tomorrow' } } } },
      'databaseHealth.incidents.silences.upgrade.startsAt must be a time such as',
    ],
    [
      {
        incidents: {
          silences: {
            upgrade: { startsAt: '2027-01-02', endsAt: '2027-01-01' },
          },
        },
      },
      'databaseHealth.incidents.silences.upgrade.endsAt must be later than startsAt',
    ],
    [
      { incidents: { digest: { cron: '0 8 * * *' } } },
      "databaseHealth.incidents.digest has no 'cron'; allowed are at, timeZone",
    ],
    ...['24:00', '8:00', '08:60', 'morning', 480].map(
      (at): [JsonObject, string] => [
        { incidents: { digest: { at } } },
        `databaseHealth.incidents.digest.at is ${JSON.stringify(
          at,
        )}, but must be a time from '00:00' to '23:59'`,
      ],
    ),
    ...['Berlin', 'CET+1', '', 1].map((timeZone): [JsonObject, string] => [
      { incidents: { digest: { timeZone } } },
      `databaseHealth.incidents.digest.timeZone is ${JSON.stringify(
        timeZone,
      )}, but must be the name of a time zone such as 'Europe/Berlin' or 'UTC'`,
    ]),
    [
      { incidents: { webhooks: { pager: { ...pager, digest: 'daily' } } } },
      "Unable to convert config value for key 'databaseHealth.incidents.webhooks.pager.digest' in 'mock-config' to a boolean",
    ],
    [
      { incidents: { webhooks: { 'a b': {} } } },
      "databaseHealth.incidents.webhooks has 'a b', but a name is at most 63 letters and digits",
    ],
    [
      { incidents: { webhooks: { pager: { secrets: 's3cret' } } } },
      "databaseHealth.incidents.webhooks.pager has no 'secrets'; allowed are allowPrivateAddresses, checks, digest, minSeverity, plugins, secret, url",
    ],
    [
      { incidents: { webhooks: { pager: { ...pager, url: undefined } } } },
      'databaseHealth.incidents.webhooks.pager.url must be a URL that begins with https://',
    ],
    [
      {
        incidents: {
          webhooks: { pager: { ...pager, url: 'http://10.0.0.1' } },
        },
      },
      'databaseHealth.incidents.webhooks.pager.url must be a URL that begins with https://',
    ],
    [
      {
        incidents: {
          webhooks: { pager: { ...pager, secret: 'whsec_c2hvcnQ=' } },
        },
      },
      "databaseHealth.incidents.webhooks.pager.secret must be 'whsec_' with 24 to 64 bytes in base64 after it",
    ],
    [
      { incidents: { webhooks: { pager: { ...pager, minSeverity: 'info' } } } },
      "databaseHealth.incidents.webhooks.pager.minSeverity is 'info', but must be one of critical, warning",
    ],
    [
      {
        incidents: {
          webhooks: { pager: { ...pager, plugins: ['auth', 'authh'] } },
        },
      },
      "databaseHealth.incidents.webhooks.pager.plugins[1] is 'authh', but must be one of auth, catalog",
    ],
    [
      { incidents: { webhooks: { pager: { ...pager, checks: ['sise'] } } } },
      "databaseHealth.incidents.webhooks.pager.checks[0] is 'sise', but must be one of orphan, size",
    ],
    [
      { incidents: { openAfter: '10ms' } },
      'databaseHealth.incidents.openAfter is 10 milliseconds, but must be from 1 second to 1 hour',
    ],
    [
      { incidents: { closeAfter: 60 } },
      'databaseHealth.incidents.closeAfter is 60, but must be a duration from 1 second to 1 hour',
    ],
    [
      { readiness: { plugins: ['auth', 'catalogue'] } },
      "databaseHealth.readiness.plugins[1] is 'catalogue', but must be one of auth, catalog",
    ],
    [
      { readiness: { plugins: ['database-health'] } },
      "databaseHealth.readiness.plugins[0] is 'database-health', but must be one of auth, catalog",
    ],
    [
      { readiness: { failureThreshold: 0 } },
      'databaseHealth.readiness.failureThreshold is 0, but must be a whole number of at least 1',
    ],
    [
      { checks: { sise: false } },
      "databaseHealth.checks has no 'sise'; allowed are orphan, size",
    ],
    [
      { checks: { size: true } },
      'databaseHealth.checks.size must be false, or an object of criticalBytes, warningBytes',
    ],
    [
      { checks: { orphan: { a: 1 } } },
      'databaseHealth.checks.orphan has no limits: it can only be false',
    ],
    [
      { checks: { orphan: true } },
      'databaseHealth.checks.orphan has no limits: it can only be false',
    ],
    [
      { checks: { size: { warning: 1 } } },
      "databaseHealth.checks.size has no 'warning'; allowed are criticalBytes, warningBytes",
    ],
    [
      { checks: { size: { warningBytes: -1 } } },
      'databaseHealth.checks.size.warningBytes is -1, but must be a number of at least 0',
    ],
  ])('refuses %j', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});
