import type { Facts } from './facts/facts';
import type { ConfiguredDatabase } from './observations';

/**
 * The facts that one engine can read. An engine that cannot read a fact lacks
 * the key, and every check that needs it is skipped with that reason.
 *
 * @public
 */
export type Inspector<Db extends ObservedDatabase = ObservedDatabase> = {
  readonly [F in SurveyedFact]?: (db: Db) => Promise<Facts[F]>;
} & {
  readonly [F in ServerFact]?: (
    db: Db,
    databases: readonly string[],
  ) => Promise<Facts[F]>;
};

/**
 * The facts that need a connection, in the order in which a survey reads them.
 *
 * @public
 */
export const surveyedFacts = [
  'identity',
  'size',
  'relations',
  'disk',
  'ledgers',
  'neighbours',
  'serverStatements',
] as const satisfies readonly (keyof Facts)[];

/**
 * The name of a fact that a survey reads.
 *
 * @public
 */
export type SurveyedFact = (typeof surveyedFacts)[number];

/**
 * The facts of a whole server, which can be read over a connection of any
 * plugin database on it. A pulse reads them, once per server, in this order; their
 * readers are given the names of all databases that are looked at.
 *
 * @public
 */
export const serverFacts = [
  'connections',
  'statistics',
  'sessions',
] as const satisfies readonly (keyof Facts)[];

/**
 * The name of a fact of a whole server, which a pulse reads.
 *
 * @public
 */
export type ServerFact = (typeof serverFacts)[number];

/**
 * A plugin database as a fact reader sees it, for the length of one survey or
 * one pulse.
 *
 * @public
 */
export interface ObservedDatabase {
  readonly observation: {
    readonly pluginId: string;
    /** What the configuration says. */
    readonly configured: ConfiguredDatabase;
  };
  /**
   * The number that the session was given when it was opened. The server has
   * another one for it where a pooler stands between. Absent where the driver
   * tells none.
   */
  readonly sessionId?: number;
  /**
   * Runs `work` on the one connection that the survey or the pulse holds, read
   * only, with the engine's time limits. What `work` throws is thrown.
   */
  read<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /**
   * Lets the connection be closed at the end, instead of given back, because of
   * what the server keeps for it. Absent where it keeps nothing.
   */
  retire?(reason: string): void;
}

/**
 * Runs one statement and resolves to its rows.
 *
 * @public
 */
export type Query = <Row extends object>(
  sql: string,
  parameters?: readonly unknown[],
) => Promise<Row[]>;
