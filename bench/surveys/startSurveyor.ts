import { join } from 'node:path';
import type { Relations } from '../../plugins/database-health-backend/src/pure/facts';
import type { PostgresServer } from 'postgres-server';
import { startWorker } from '../worker';
import type { Target } from './databases';

/** What the process can be asked for. */
export type Order = 'survey' | 'survey and report';

/** What it answers. */
export interface Report {
  tookMs: number;
  /** The most memory of the whole process during the survey. */
  peakBytes: number;
  /** Facts that could not be read, and why. */
  failures: string[];
  relations?: Relations[];
}

/** A process of its own that surveys, so that its memory can be measured alone. */
export interface Surveyor {
  survey(order?: Order): Promise<Report>;
  stop(): Promise<void>;
}

/**
 * Starts a process that holds a pool for each plugin database, as a backend does.
 *
 * @throws Error when it ends before it is ready.
 */
export async function startSurveyor(
  server: PostgresServer,
  targets: readonly Target[],
): Promise<Surveyor> {
  const worker = await startWorker<Order, Report>(
    join(__dirname, 'surveyor.ts'),
    {
      TARGETS: JSON.stringify(targets),
      CONNECTION: JSON.stringify(server.connection()),
    },
  );
  return {
    survey: (order = 'survey') => worker.ask(order),
    stop: worker.stop,
  };
}
