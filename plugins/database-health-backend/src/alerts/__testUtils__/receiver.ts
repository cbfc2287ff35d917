import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { IncidentMessage } from 'backstage-plugin-database-health-common';

/** One that was posted. */
export interface Posted {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Who gets webhooks, and answers as the test wants. */
export interface Receiver {
  readonly port: number;
  readonly posted: readonly Posted[];
  /** What it does with the next ones; at first it answers with 204. */
  answer: (response: ServerResponse, posted: Posted) => void;
  dispose(): Promise<void>;
}

/** With a certificate it speaks TLS. */
export async function startReceiver(certificate?: {
  key: string;
  cert: string;
}): Promise<Receiver> {
  const posted: Posted[] = [];
  const server = certificate ? createSecureServer(certificate) : createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    port: (server.address() as AddressInfo).port,
    posted,
    answer: response => response.writeHead(204).end(),
    async dispose() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  server.on(
    'request',
    async (request: IncomingMessage, response: ServerResponse) => {
      response.on('error', () => {});
      const { url: path = '', headers } = request;
      const each = { path, headers, body: await text(request).catch(() => '') };
      posted.push(each);
      receiver.answer(response, each);
    },
  );
  return receiver;
}

/** That the database of catalog is big, as it is told. */
export function madeMessage(
  changes: Partial<IncidentMessage> = {},
): IncidentMessage {
  const at = '2026-11-30T10:00:00.000Z';
  return {
    id: 'database:catalog:size:1:opened',
    kind: 'opened',
    at,
    severity: 'warning',
    title: 'The database of catalog is big.',
    checkIds: ['size'],
    pluginIds: ['catalog'],
    incident: {
      id: 'database:catalog:size:1',
      subject: { databaseId: 'catalog' },
      severity: 'warning',
      title: 'The database of catalog is big.',
      cause: 'catalog:size',
      findings: ['catalog:size'],
      openedAt: at,
    },
    url: 'https://portal.example.com/database-health',
    ...changes,
  };
}
