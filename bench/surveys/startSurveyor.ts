import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import type { Relations } from 'backstage-plugin-database-health-node';
import type { PostgresServer } from 'postgres-server';
import { startNodeGroup } from '../../scripts/processGroup';
import type { Target } from './databases';

/** What the process can be told to do. */
export type Order = 'survey' | 'survey and tell';

/** What it answers. */
export interface Report {
  tookMs: number;
  /** The most memory of the whole process during the survey. */
  peakBytes: number;
  /** Facts that could not be read, and why. */
  failures: string[];
  relations?: Relations[];
}

/** Without a report it says that the process is ready. */
export interface Answer {
  of: 'surveyor';
  report?: Report;
}

function isAnswer(message: unknown): message is Answer {
  return (message as Partial<Answer>).of === 'surveyor';
}

/** A process of its own that surveys, so that its memory can be told. */
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
  const group = startNodeGroup(
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      path.join(__dirname, 'surveyor.ts'),
    ],
    {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        TARGETS: JSON.stringify(targets),
        CONNECTION: JSON.stringify(server.connection()),
      },
    },
  );
  const { child } = group;
  const answers = new EventEmitter();
  // The compiler sends messages of its own on the same channel.
  child.on('message', message => {
    if (isAnswer(message)) {
      answers.emit('answer', message.report);
    }
  });
  child.once('exit', code =>
    answers.emit(
      'error',
      new Error(`The surveying process ended with ${code}`),
    ),
  );
  const answer = async (): Promise<Report> => {
    const [report] = await once(answers, 'answer');
    return report;
  };
  await answer();
  return {
    async survey(order = 'survey') {
      const answered = answer();
      child.send(order);
      return answered;
    },
    stop: () => {
      answers.on('error', () => {});
      return group.stop();
    },
  };
}
