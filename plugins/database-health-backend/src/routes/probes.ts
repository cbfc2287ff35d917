import { Router } from 'express';
import type { HealthStatus } from '../readModel/readiness';

/**
 * Health routes for Kubernetes and load balancers: no token, from memory, one
 * word.
 */
export function probes(readiness: () => HealthStatus): Router {
  const router = Router();
  const answer = (path: string, read: () => HealthStatus) =>
    router.get(path, (_request, response) => {
      const status = read();
      response
        .status(status === 'fail' ? 503 : 200)
        .set('Cache-Control', 'no-store')
        .type('application/health+json')
        .send(`{"status":"${status}"}`);
    });
  answer('/health/live', () => 'pass');
  answer('/health/ready', readiness);
  answer('/health', readiness);
  return router;
}
