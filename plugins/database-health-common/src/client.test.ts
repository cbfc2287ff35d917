import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseHealthClient } from './client';

/** A real HTTP server that remembers what it was asked. */
async function serve(status: number, body: unknown) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    asked.push([request.method, request.url, ...chunks].join(' '));
    response
      .writeHead(status, { 'Content-Type': 'application/json' })
      .end(status === 204 ? undefined : JSON.stringify(body));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    client: new DatabaseHealthClient({
      fetchApi: { fetch },
      baseUrl: `http://127.0.0.1:${port}`,
    }),
    stop: () => new Promise(resolve => server.close(resolve)),
  };
}

describe('DatabaseHealthClient', () => {
  it('asks the routes of the contract', async () => {
    const { client, asked, stop } = await serve(200, { status: 'ok' });
    try {
      await expect(client.getOverview()).resolves.toEqual({ status: 'ok' });
      await client.getDatabase('a/b');
      await client.getMigrations();
      await client.getChecks();
      await client.getIncidents({ since: 'P7D' });
      await client.refresh();
      expect(asked).toEqual([
        'GET /overview',
        'GET /databases/a%2Fb',
        'GET /migrations',
        'GET /checks',
        'GET /incidents?since=P7D',
        'POST /refresh',
      ]);
    } finally {
      await stop();
    }
  });

  it('dismisses and restores findings, of which the answer has no body', async () => {
    const { client, asked, stop } = await serve(204, undefined);
    try {
      const until = '2030-01-01T00:00:00.000Z';
      await client.dismissFinding('a:size:x/y', { reason: 'Planned.', until });
      await client.restoreFinding('a:size:x/y');
      expect(asked).toEqual([
        `PUT /dismissals/a%3Asize%3Ax%2Fy {"reason":"Planned.","until":"${until}"}`,
        'DELETE /dismissals/a%3Asize%3Ax%2Fy',
      ]);
    } finally {
      await stop();
    }
  });

  it('plans and ends silences', async () => {
    const { client, asked, stop } = await serve(204, undefined);
    try {
      const silence = {
        reason: 'PostgreSQL 18',
        endsAt: '2030-01-01T00:00:00.000Z',
        plugins: ['catalog'],
      };
      await client.setSilence('a/b', silence);
      await client.endSilence('a/b');
      expect(asked).toEqual([
        `PUT /silences/a%2Fb ${JSON.stringify(silence)}`,
        'DELETE /silences/a%2Fb',
      ]);
    } finally {
      await stop();
    }
  });

  it("rejects with the backend's error", async () => {
    const { client, stop } = await serve(403, {
      error: { name: 'NotAllowedError', message: 'needs databaseHealth.read' },
      response: { statusCode: 403 },
    });
    try {
      await expect(client.getOverview()).rejects.toMatchObject({
        name: 'ResponseError',
        statusCode: 403,
        body: { error: { message: 'needs databaseHealth.read' } },
      });
    } finally {
      await stop();
    }
  });
});
