import { EventEmitter, once } from 'node:events';
import { basename } from 'node:path';
import { startNodeGroup } from '../scripts/processGroup';

/** A process of its own that obeys one order after the other. */
export interface Worker<Order, Told> {
  ask(order: Order): Promise<Told>;
  stop(): Promise<void>;
}

/** The first one, which is empty, says that the process is ready. */
interface Answer {
  of: 'worker';
  told?: unknown;
}

// The compiler sends messages of its own on the same channel.
function isAnswer(message: unknown): message is Answer {
  return (message as Partial<Answer>).of === 'worker';
}

/**
 * Starts a program that calls `serve`, and waits until it is ready.
 *
 * @throws Error when it ends before it is asked to, also while it obeys an order.
 */
export async function startWorker<Order extends string | object, Told>(
  file: string,
  env: Record<string, string>,
): Promise<Worker<Order, Told>> {
  const group = startNodeGroup(
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      file,
    ],
    { env: { ...process.env, NODE_ENV: 'production', ...env } },
  );
  const { child } = group;
  const answers = new EventEmitter();
  child.on('message', message => {
    if (isAnswer(message)) {
      answers.emit('answer', message.told);
    }
  });
  child.once('exit', code =>
    answers.emit('error', new Error(`${basename(file)} ended with ${code}`)),
  );
  const answer = async (): Promise<Told> => {
    const [told] = await once(answers, 'answer');
    return told;
  };
  await answer();
  return {
    ask(order) {
      const answered = answer();
      child.send(order);
      return answered;
    },
    stop() {
      answers.on('error', () => {});
      return group.stop();
    },
  };
}

/**
 * What a program that is a worker does: it gets ready, obeys each order, and ends
 * where one of them fails.
 */
export function serve<Order, Told>(
  getReady: () => Promise<(order: Order) => Promise<Told>>,
): void {
  const answer = (told?: Told) =>
    process.send!({ of: 'worker', told } satisfies Answer);
  const fail = (error: unknown) => {
    console.error(error);
    process.exit(1);
  };
  getReady().then(obey => {
    // It waits for orders, also while it has no connection open.
    process.channel?.ref();
    process.on('message', (order: Order) => obey(order).then(answer, fail));
    answer();
  }, fail);
}
