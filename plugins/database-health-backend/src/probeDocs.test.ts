import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readDurationFromConfig } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { durationToMilliseconds } from '@backstage/types';
import type { Router } from 'express';
import { parse } from 'yaml';
import { probes } from './routes/probes';

const docs = readFileSync(
  resolve(__dirname, '../../../docs/probes.md'),
  'utf8',
);
const blocks = [...docs.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text]) =>
  parse(text),
);

/** Of routes without a token, those that Backstage has and ours. */
const routes = [
  '/.backstage/health/v1/liveness',
  '/.backstage/health/v1/readiness',
  ...pathsOf(probes({ readiness: () => 'pass', health: () => 'pass' })).map(
    path => `/api/database-health${path}`,
  ),
];

function pathsOf({ stack }: Router): string[] {
  return stack.flatMap(({ route }) => (route ? route.path : []));
}

function probeOf(kind: string) {
  const [{ spec }] = blocks.filter(({ kind: of }) => of === 'Deployment');
  const { containers, terminationGracePeriodSeconds } = spec.template.spec;
  const [{ ports, [kind]: probe }] = containers;
  return { ports, probe, terminationGracePeriodSeconds };
}

describe('docs/probes.md', () => {
  it.each([
    ['startupProbe', '/.backstage/health/v1/liveness'],
    ['livenessProbe', '/.backstage/health/v1/liveness'],
    ['readinessProbe', '/api/database-health/health/ready'],
  ])(
    'gives %s a route that there is, on a port that there is',
    (kind, path) => {
      const { ports, probe } = probeOf(kind);
      expect(probe.httpGet.path).toBe(path);
      expect(routes).toContain(path);
      expect(ports.map(({ name }: { name: string }) => name)).toContain(
        probe.httpGet.port,
      );
    },
  );

  it('lets a pod that is leaving answer for longer than it may still be asked', () => {
    const { probe, terminationGracePeriodSeconds } = probeOf('readinessProbe');
    const [data] = blocks.filter(({ backend }) => backend);
    const delaySeconds =
      durationToMilliseconds(
        readDurationFromConfig(mockServices.rootConfig({ data }), {
          key: 'backend.lifecycle.serverShutdownDelay',
        }),
      ) / 1000;
    expect(delaySeconds).toBeGreaterThan(
      probe.periodSeconds * probe.failureThreshold,
    );
    expect(terminationGracePeriodSeconds).toBeGreaterThan(delaySeconds);
  });

  it('lets a balancer ask a route that there is', () => {
    const [{ http }] = blocks.filter(each => each.http);
    const { healthCheck } = http.services.backstage.loadBalancer;
    expect(routes).toContain(healthCheck.path);
  });

  it('names every route of ours, and none that there is not', () => {
    const [, named = ''] = /\n\n(\| route[^]*?)\n\n/.exec(docs) ?? [];
    const paths = [...named.matchAll(/^\| `([^`]+)`/gm)].map(
      ([, path]) => path,
    );
    expect(
      paths.filter(path => path !== '/api/database-health/status').sort(),
    ).toEqual([...routes].sort());
  });
});
