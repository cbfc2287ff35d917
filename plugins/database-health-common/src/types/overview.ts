import type { Server } from './connections';
import type { Database } from './databases';
import type { Finding } from './findings';
import type { HistoryState } from './history';
import type { Incident } from './incidents';
import type { Severity, Status } from './statuses';

/**
 * The answer of `GET /overview`.
 *
 * @public
 */
export interface Overview {
  status: Status;
  /** When this answer was put together, ISO 8601 UTC. */
  generatedAt: string;
  /** The figures on top of the page. */
  summary: {
    /** One sentence that says how the whole deployment is. */
    sentence: string;
    databases: Record<Status, number> & { total: number };
    findings: Record<Severity, number>;
    /** A database or schema that several plugins share is counted once. */
    sizeBytes: number | null;
    /** Over the last seven days; `null` while less is known of any database. */
    sizeBytesPerWeek: number | null;
    /** As {@link Database.size}`.daily`, summed as that where all are known. */
    sizeDaily: (number | null)[];
    migrations: {
      ledgers: number;
      applied: number;
      pending: number;
      missing: number;
      /** Ledgers whose lock is held and nobody is seen to migrate. */
      locked: number;
    };
    connections: { used: number; budget: number; available: number } | null;
    history: HistoryState;
    /** `false` where a custom database service hides the clients from us. */
    observed: boolean;
    /** The start of the survey that is running or was asked for, ISO 8601 UTC. */
    surveyRequestedAt?: string;
  };
  servers: Server[];
  /** Worst first, then by name. */
  databases: Database[];
  /** Worst first. */
  findings: Finding[];
  /** Those that are open, worst first. */
  incidents: Incident[];
}
