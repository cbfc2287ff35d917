import { facts } from 'backstage-plugin-database-health-node';

// The values of facts by their own names: the node package has them in a namespace.
export type ConnectionPeak = facts.ConnectionPeak;
export type Connections = facts.Connections;
export type DatabaseFile = facts.DatabaseFile;
export type DatabaseStatistics = facts.DatabaseStatistics;
export type Disk = facts.Disk;
export type Durations = facts.Durations;
export type Encryption = facts.Encryption;
export type Environment = facts.Environment;
export type FailingStatement = facts.FailingStatement;
export type Identity = facts.Identity;
export type IdentityToken = facts.IdentityToken;
export type IndexFact = facts.IndexFact;
export type InstalledPlugins = facts.InstalledPlugins;
export type LedgerActivity = facts.LedgerActivity;
export type LedgerFact = facts.LedgerFact;
export type LedgerRun = facts.LedgerRun;
export type LedgerSession = facts.LedgerSession;
export type LedgerSource = facts.LedgerSource;
export type LimitedRole = facts.LimitedRole;
export type Neighbour = facts.Neighbour;
export type Neighbours = facts.Neighbours;
export type Ownership = facts.Ownership;
export type Ping = facts.Ping;
export type Pool = facts.Pool;
export type PoolBudget = facts.PoolBudget;
export type PoolCounters = facts.PoolCounters;
export type PoolSample = facts.PoolSample;
export type Queries = facts.Queries;
export type QueryFailure = facts.QueryFailure;
export type QueryHistory = facts.QueryHistory;
export type QuerySample = facts.QuerySample;
export type Reachability = facts.Reachability;
export type Relations = facts.Relations;
export type ReportedPool = facts.ReportedPool;
export type ServerCertificate = facts.ServerCertificate;
export type ServerReachability = facts.ServerReachability;
export type ServerSize = facts.ServerSize;
export type ServerStatement = facts.ServerStatement;
export type ServerStatementsFact = facts.ServerStatementsFact;
export type Session = facts.Session;
export type Sessions = facts.Sessions;
export type Size = facts.Size;
export type SizeHistory = facts.SizeHistory;
export type SizeLimit = facts.SizeLimit;
export type SizeSample = facts.SizeSample;
export type Statement = facts.Statement;
export type StatisticsSample = facts.StatisticsSample;
export type TableFact = facts.TableFact;

export const {
  mostRelations,
  mostServerStatements,
  mostSessions,
  mostSlowStatements,
  pulseHistoryLength,
} = facts;
