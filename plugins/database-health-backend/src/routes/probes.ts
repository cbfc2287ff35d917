import { type RequestHandler, Router } from 'express';
import type { HealthStatus } from '../readModel';

const headers = {
  'Cache-Control': 'no-store',
  'Content-Type': 'application/health+json; charset=utf-8',
};

/**
 * Health routes for Kubernetes and load balancers: no token, from memory, one
 * word.
 */
export function probes(options: {
  readiness(): HealthStatus;
  health(): HealthStatus;
}): Router {
  return Router()
    .get(
      '/health/ready',
      answer(() => options.readiness()),
    )
    .get(
      '/health',
      answer(() => options.health()),
    )
    .get(
      '/health/live',
      answer(() => 'pass'),
    );
}

/**
 * Written without Express's `send`: the checksum that it takes of every body
 * is of no use to what must not be stored, and every probe would pay for it.
 */
function answer(read: () => HealthStatus): RequestHandler {
  return (_request, response) => {
    const status = read();
    const body = `{"status":"${status}"}`;
    response
      .writeHead(status === 'fail' ? 503 : 200, {
        ...headers,
        'Content-Length': body.length,
      })
      .end(body);
  };
}
