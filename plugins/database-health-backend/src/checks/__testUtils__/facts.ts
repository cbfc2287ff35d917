import type { BuiltInFacts } from 'backstage-plugin-database-health-node';
import type {
  DatabaseStatistics,
  Identity,
  LedgerFact,
  LedgerRun,
  Pool,
  Queries,
  ServerCertificate,
  Session,
} from '../../pure/facts';

/** Noon, when all facts below were read. */
export const noon = Date.UTC(2026, 0, 1, 12);

/** A ledger that is up to date and free. */
export function ledger(overrides: Partial<LedgerFact> = {}): LedgerFact {
  return {
    table: 'knex_migrations',
    source: { package: '@scope/plugin-backend', directory: '/app/migrations' },
    files: ['1_first.js', '2_second.js'],
    applied: rows('1_first.js', '2_second.js'),
    lockRows: [{ index: 1, isLocked: false }],
    validationDisabled: false,
    ...overrides,
  };
}

/** Rows of a ledger, each in a batch of its own, from 1 on. */
export function rows(...names: string[]): LedgerFact['applied'] {
  return names.map((name, i) => ({ name, batch: i + 1, appliedAt: null }));
}

/** A run that ended well a minute ago. */
export const succeeded: LedgerRun = {
  at: noon - 60_000,
  durationMs: 900,
  outcome: 'succeeded',
};

/** A run that threw a minute ago. */
export function failed(sentence: string): LedgerRun {
  return {
    ...succeeded,
    outcome: 'failed',
    failure: { kind: 'other', sentence },
  };
}

/** A database on PostgreSQL, in database mode. */
export function identity(overrides: Partial<Identity> = {}): Identity {
  return {
    engine: 'postgres',
    name: 'backstage_plugin_catalog',
    version: '18.4',
    role: 'primary',
    inMemory: false,
    ...overrides,
  };
}

/** A pool in which nobody waits. */
export function pool(overrides: Partial<Pool> = {}): Pool {
  return {
    used: 1,
    free: 1,
    pending: 0,
    creating: 0,
    min: 2,
    max: 10,
    waits: { count: 100, p50Ms: 0.1, p95Ms: 1, p99Ms: 2 },
    oldestWaitMs: 0,
    timeouts: 0,
    createFailures: 0,
    history: [],
    ...overrides,
  };
}

/** Queries of which none failed. */
export function queries(overrides: Partial<Queries> = {}): Queries {
  return {
    count: 10_000,
    errors: 0,
    duplicates: 0,
    times: { count: 1_000, p50Ms: 0.5, p95Ms: 4, p99Ms: 9 },
    history: [],
    statements: [],
    failures: [],
    failing: [],
    ...overrides,
  };
}

/** A database of whose work there is nothing to complain. */
export function statistics(
  overrides: Partial<DatabaseStatistics> = {},
): DatabaseStatistics {
  return {
    database: 'backstage_plugin_catalog',
    commits: 1_000_000,
    rollbacks: 100,
    deadlocks: 0,
    temporaryFiles: 0,
    temporaryBytes: 0,
    connections: 8,
    connectionLimit: null,
    history: [],
    ...overrides,
  };
}

/** A session of the catalog that has just begun a statement. */
export function session(overrides: Partial<Session> = {}): Session {
  return {
    pid: 4_711,
    own: true,
    database: 'backstage_plugin_catalog',
    pluginId: 'catalog',
    application: 'backstage_plugin_catalog',
    user: 'backstage',
    client: '10.0.0.7',
    state: 'active',
    stateMs: 5,
    blockedBy: [],
    statement: 'select ?',
    ...overrides,
  };
}

/** A certificate that was made yesterday for a year. */
export function certificate(
  overrides: Partial<ServerCertificate> = {},
): ServerCertificate {
  return {
    subject: 'db.example.com',
    issuer: 'The authority',
    validFrom: noon - 86_400_000,
    validUntil: noon + 364 * 86_400_000,
    ...overrides,
  };
}

/** One of every fact, with nothing to find fault with. */
export const healthyFacts: BuiltInFacts = {
  reachability: { answered: true, failures: 0, tookMs: 2, poolFull: false },
  ping: { averageMs: 2, lastMs: 2, at: noon },
  pool: pool(),
  otherPools: [],
  identityToken: null,
  queries: queries(),
  environment: {
    production: true,
    uptimeSeconds: 3_600,
    migrationsSkipped: false,
  },
  identity: identity(),
  encryption: {
    encrypted: true,
    verified: true,
    local: false,
    server: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
    certificate: certificate(),
  },
  size: { bytes: 10_000_000, approximate: false, tables: 30 },
  relations: { tables: [], indexes: [] },
  disk: { totalBytes: 100_000_000_000, freeBytes: 80_000_000_000 },
  file: { state: 'opened', damaged: false },
  sizeLimit: { bytes: 80_000_000_000, of: 'disk' },
  sizeHistory: { days: [{ at: noon, bytes: 10_000_000 }] },
  queryHistory: {
    since: noon - 20 * 86_400_000,
    p95MsByDay: [4, 5, 4, 3, 4, 4, 6],
  },
  ledgers: [ledger()],
  neighbours: { engine: 'postgres', databases: [], schemas: [] },
  installedPlugins: { pluginIds: ['catalog'] },
  ownership: { role: 'backstage', foreign: [] },
  serverStatements: { statements: [] },
  connections: { used: 20, limit: 100, reserved: 3 },
  statistics: [statistics()],
  sessions: { sessions: [], truncated: false, partial: false },
  serverReachability: {
    answering: ['catalog'],
    unasked: [],
    silent: [],
    failures: 0,
  },
  certificate: certificate(),
  serverSize: {
    bytes: 10_000_000,
    approximate: false,
    budgetBytes: null,
    bytesPerDay: null,
  },
  poolBudget: {
    max: 20,
    byPlugin: [{ pluginId: 'catalog', max: 10, replicas: 2 }],
    keyStoreOnly: [],
  },
  connectionPeak: { used: 24, since: noon - 7 * 86_400_000 },
};
