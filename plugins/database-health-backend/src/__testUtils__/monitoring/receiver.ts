import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** That somebody was told of an alert. */
export interface Notification {
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
}

/** Those who are told by Alertmanager. */
export interface Receiver {
  readonly url: string;
  /** All that they were told since the last `forget`, oldest first. */
  told(): readonly Notification[];
  forget(): void;
  dispose(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  let notifications: Notification[] = [];
  const server = createServer(async (message, answer) => {
    let body = '';
    for await (const chunk of message) {
      body += chunk;
    }
    notifications.push(...JSON.parse(body).alerts);
    answer.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told: () => notifications,
    forget() {
      notifications = [];
    },
    async dispose() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
