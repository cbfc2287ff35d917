import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import type { Knex } from 'knex';
import { startNodeGroup } from '../../scripts/processGroup';

/** How the queries of a client are listened to. */
export type Kind = 'bare' | 'control' | 'ours' | 'openTelemetry';

export type QueryName = 'select 1' | 'select of 1000 rows';

/** Queries to run one after the other, or some at once. */
export interface Turn {
  kind: Kind;
  query: QueryName;
  /** Queries that are under way at once. */
  parallel: number;
  count: number;
}

/** What a process can be told to do. */
export type Order = Turn | 'end';

/** Microseconds per query, or nothing where there is none to tell. */
export interface Answer {
  of: 'clients';
  micros?: number;
}

function isAnswer(message: unknown): message is Answer {
  return (message as Partial<Answer>).of === 'clients';
}

/** A process of its own, since OpenTelemetry changes all clients of a process. */
export interface Clients {
  /** Resolves to microseconds per query. */
  run(turn: Turn): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts a process with one client of each of these kinds.
 *
 * @throws Error when it ends before it is told to.
 */
export async function startClients(
  kinds: readonly Kind[],
  config: Knex.Config,
): Promise<Clients> {
  const group = startNodeGroup(
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      path.join(__dirname, 'clients.ts'),
    ],
    {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        KINDS: JSON.stringify(kinds),
        CONFIG: JSON.stringify(config),
      },
    },
  );
  const answers = new EventEmitter();
  // The compiler sends messages of its own on the same channel.
  group.child.on('message', message => {
    if (isAnswer(message)) {
      answers.emit('answer', message);
    }
  });
  group.child.once('exit', code =>
    answers.emit('error', new Error(`The clients ended with ${code}`)),
  );
  const answer = async (): Promise<Answer> => {
    const [told] = await once(answers, 'answer');
    return told;
  };
  const obey = (order: Order) => {
    const answered = answer();
    group.child.send(order);
    return answered;
  };
  await answer();
  return {
    run: async turn => (await obey(turn)).micros!,
    async stop() {
      await obey('end');
      answers.on('error', () => {});
      await group.stop();
    },
  };
}
