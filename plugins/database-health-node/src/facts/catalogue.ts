import type { FactEntryOf } from './entry';
import type { BuiltInFacts, FactName } from './facts';

/**
 * One entry per fact. Everything else that must know something about facts is
 * derived from it; a fact without an entry, or a time without its clock, does not
 * compile.
 *
 * @public
 */
export const factCatalogue = {
  reachability: {
    scope: 'database',
    cadence: 'pulse',
    from: 'observation',
    clock: {
      failingSince: 'replica',
      answeringSince: 'replica',
      lastAnsweredAt: 'replica',
    },
    shared: 'heartbeat',
  },
  ping: {
    scope: 'database',
    cadence: 'pulse',
    from: 'observation',
    clock: { at: 'replica' },
    shared: 'heartbeat',
  },
  pool: {
    scope: 'process',
    cadence: 'pulse',
    from: 'observation',
    clock: {
      createFailingSince: 'replica',
      lastCreateFailureAt: 'replica',
      unansweredSince: 'replica',
      'history[].at': 'replica',
    },
    shared: 'heartbeat',
    sharedWithout: ['history'],
    sharedAs: 'otherPools',
  },
  otherPools: {
    scope: 'process',
    cadence: 'pulse',
    from: 'derived',
    clock: {
      '[].pool.createFailingSince': 'replica',
      '[].pool.lastCreateFailureAt': 'replica',
      '[].pool.unansweredSince': 'replica',
      '[].pool.history[].at': 'replica',
    },
    shared: 'none',
  },
  identityToken: {
    scope: 'process',
    cadence: 'pulse',
    from: 'observation',
    clock: {
      obtainedAt: 'replica',
      failingSince: 'replica',
      lastFailureAt: 'replica',
    },
    shared: 'heartbeat',
  },
  queries: {
    scope: 'process',
    cadence: 'pulse',
    from: 'observation',
    clock: {
      'unanswered[].since': 'replica',
      'history[].at': 'replica',
      'statements[].since': 'replica',
      'statements[].lastAt': 'replica',
      'failures[].lastAt': 'replica',
      'failing[].since': 'replica',
      'failing[].lastAt': 'replica',
    },
    shared: 'heartbeat',
    sharedWithout: ['history', 'statements', 'failing'],
  },
  environment: {
    scope: 'process',
    cadence: 'pulse',
    from: 'observation',
    clock: 'none',
    shared: 'none',
  },
  identity: {
    scope: 'database',
    cadence: 'survey',
    from: 'engine',
    clock: 'none',
    shared: 'survey',
  },
  encryption: {
    scope: 'database',
    cadence: 'survey',
    from: 'engine',
    clock: 'none',
    shared: 'survey',
  },
  size: {
    scope: 'database',
    cadence: 'survey',
    from: 'engine',
    clock: 'none',
    shared: 'survey',
  },
  relations: {
    scope: 'database',
    cadence: 'survey',
    from: 'engine',
    clock: {
      'tables[].lastVacuumAt': 'server',
      'tables[].lastAnalyzeAt': 'server',
      'indexes[].lastUsedAt': 'server',
    },
    shared: 'survey',
  },
  disk: {
    scope: 'database',
    cadence: 'survey',
    from: 'engine',
    clock: 'none',
    shared: 'survey',
  },
  file: {
    scope: 'database',
    cadence: 'survey',
    from: 'engine',
    clock: 'none',
    shared: 'survey',
  },
  sizeLimit: {
    scope: 'database',
    cadence: 'survey',
    from: 'derived',
    clock: 'none',
    shared: 'none',
  },
  sizeHistory: {
    scope: 'database',
    cadence: 'survey',
    from: 'derived',
    clock: { 'days[].at': 'replica' },
    shared: 'none',
  },
  queryHistory: {
    scope: 'database',
    cadence: 'survey',
    from: 'derived',
    clock: { since: 'replica' },
    shared: 'none',
  },
  ledgers: {
    scope: 'database',
    cadence: 'survey',
    from: 'engine',
    clock: {
      '[].heldSince': 'replica',
      '[].runningSince': 'replica',
      '[].lastRun.at': 'replica',
      '[].activity.holders[].since': 'replica',
      '[].activity.active[].since': 'replica',
      '[].activity.announced.since': 'replica',
    },
    shared: 'survey',
  },
  neighbours: {
    scope: 'server',
    cadence: 'survey',
    from: 'engine',
    clock: 'none',
    shared: 'survey',
  },
  ownership: {
    scope: 'database',
    cadence: 'survey',
    from: 'engine',
    clock: 'none',
    shared: 'survey',
  },
  serverStatements: {
    scope: 'database',
    cadence: 'survey',
    from: 'engine',
    clock: { since: 'server' },
    shared: 'survey',
  },
  connections: {
    scope: 'server',
    cadence: 'pulse',
    from: 'engine',
    clock: { 'peak.since': 'replica' },
    shared: 'heartbeat',
  },
  statistics: {
    scope: 'server',
    cadence: 'pulse',
    from: 'engine',
    clock: { '[].history[].at': 'replica' },
    shared: 'heartbeat',
    sharedWithout: ['[].history'],
  },
  sessions: {
    scope: 'database',
    readPer: 'server',
    cadence: 'pulse',
    from: 'engine',
    clock: 'none',
    shared: 'heartbeat',
  },
  installedPlugins: {
    scope: 'process',
    cadence: 'survey',
    from: 'derived',
    clock: 'none',
    shared: 'none',
  },
  serverReachability: {
    scope: 'server',
    cadence: 'pulse',
    from: 'derived',
    clock: { silentSince: 'replica' },
    shared: 'none',
  },
  certificate: {
    scope: 'server',
    cadence: 'survey',
    from: 'derived',
    clock: 'none',
    shared: 'none',
  },
  serverSize: {
    scope: 'server',
    cadence: 'survey',
    from: 'derived',
    clock: 'none',
    shared: 'none',
  },
  poolBudget: {
    scope: 'server',
    cadence: 'pulse',
    from: 'derived',
    clock: 'none',
    shared: 'none',
  },
  connectionPeak: {
    scope: 'server',
    cadence: 'survey',
    from: 'derived',
    clock: { since: 'replica' },
    shared: 'none',
  },
} as const satisfies {
  readonly [F in keyof BuiltInFacts]: FactEntryOf<BuiltInFacts[F]>;
};

/**
 * The facts whose entry is of this kind, those that modules add included.
 *
 * @public
 */
export type FactWith<Entry> =
  | {
      [F in keyof BuiltInFacts]: (typeof factCatalogue)[F] extends Entry
        ? F
        : never;
    }[keyof BuiltInFacts]
  | Exclude<FactName, keyof BuiltInFacts>;

/**
 * The name of a fact that an engine reads.
 *
 * @public
 */
export type EngineFact = FactWith<{ from: 'engine' }>;

/**
 * The name of a fact that an engine reads of a whole server at once.
 *
 * @public
 */
export type FactOfWholeServer = FactWith<
  { from: 'engine' } & ({ scope: 'server' } | { readPer: 'server' })
>;

/**
 * What a check of one plugin database may need.
 *
 * @public
 */
export type FactForDatabases = FactWith<{ scope: 'database' | 'process' }>;

/**
 * What a check of a whole server may need.
 *
 * @public
 */
export type FactForServers = FactWith<{ scope: 'server' | 'process' }>;
