import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText, readYaml, root } from '../../__testUtils__/monitoring/files';

const metricsPath = '/api/database-health/metrics';

interface Monitor {
  kind: string;
  metadata: { namespace: string };
  spec: {
    selector: { matchLabels: Record<string, string> };
    endpoints?: Endpoint[];
    podMetricsEndpoints?: Endpoint[];
  };
}

interface Endpoint {
  port: string;
  path: string;
  authorization: { credentials: SecretKey };
}

interface SecretKey {
  name: string;
  key: string;
}

interface Probe {
  httpGet: { path: string; port: string };
  periodSeconds: number;
  timeoutSeconds?: number;
  failureThreshold: number;
}

interface Deployment {
  metadata: { namespace: string };
  spec: {
    selector: { matchLabels: Record<string, string> };
    template: {
      metadata: { labels: Record<string, string> };
      spec: {
        containers: {
          ports: { name: string; containerPort: number }[];
          env: { name: string; valueFrom: { secretKeyRef: SecretKey } }[];
          startupProbe: Probe;
          livenessProbe: Probe;
          readinessProbe: Probe;
        }[];
      };
    };
  };
}

interface ScrapeConfig {
  metrics_path: string;
  authorization: { credentials_file: string };
}

const deploymentFile = 'docs/deployments/kubernetes/deployment.yaml';
const monitorFile = (name: string) => `monitoring/kubernetes/${name}.yaml`;

describe('the files for Kubernetes', () => {
  const { metadata, spec } = readYaml<Deployment>(deploymentFile);
  const [container] = spec.template.spec.containers;
  const { valueFrom } = container.env.find(
    ({ name }) => name === 'MONITORING_TOKEN',
  )!;

  it.each(['pod-monitor', 'service-monitor'])(
    'have in %s the port, the labels and the token of the Deployment',
    name => {
      const monitor = readYaml<Monitor>(monitorFile(name));
      expect(monitor.metadata.namespace).toBe(metadata.namespace);
      expect(spec.template.metadata.labels).toMatchObject(
        monitor.spec.selector.matchLabels,
      );
      expect(
        monitor.spec.endpoints ?? monitor.spec.podMetricsEndpoints,
      ).toEqual([
        {
          port: container.ports[0].name,
          path: metricsPath,
          interval: '15s',
          authorization: { credentials: valueFrom.secretKeyRef },
        },
      ]);
    },
  );

  it('restart no pod for a database, and none that starts', () => {
    const { startupProbe, livenessProbe } = container;
    for (const { httpGet } of [startupProbe, livenessProbe]) {
      expect(httpGet).toEqual({
        path: '/.backstage/health/v1/liveness',
        port: container.ports[0].name,
      });
    }
    expect(
      startupProbe.periodSeconds * startupProbe.failureThreshold,
    ).toBeGreaterThanOrEqual(300);
  });

  it('take a pod out of traffic by what ours says', () => {
    expect(container.readinessProbe.httpGet).toEqual({
      path: '/api/database-health/health/ready',
      port: container.ports[0].name,
    });
  });

  it('give the token by reference only', () => {
    for (const file of [
      deploymentFile,
      monitorFile('pod-monitor'),
      monitorFile('service-monitor'),
    ]) {
      expect(readText(file)).not.toMatch(
        /^kind: Secret$|^\s*(stringData|data|value):/m,
      );
    }
    expect(readText('app-config.monitoring.yaml')).toContain(
      'token: ${MONITORING_TOKEN}',
    );
  });
});

describe('the configurations of Prometheus', () => {
  it.each(['prometheus', 'compose'])(
    'scrape in %s the metrics with the token, from replicas',
    folder => {
      const { rule_files, scrape_configs } = readYaml<{
        rule_files: string[];
        scrape_configs: ScrapeConfig[];
      }>(`monitoring/${folder}/prometheus.yaml`);
      expect(rule_files).toEqual(['rules.yaml']);
      expect(scrape_configs).toEqual([
        expect.objectContaining({
          metrics_path: metricsPath,
          authorization: { credentials_file: expect.any(String) },
        }),
      ]);
      // A fixed address, or a Service, is no replica.
      expect(scrape_configs[0]).not.toHaveProperty('static_configs');
    },
  );
});

// There is no engine of Docker in the tests: what is tried here is the file alone.
describe('the Compose file', () => {
  const { services, secrets, volumes } = readYaml<{
    services: Record<
      string,
      {
        profiles?: string[];
        image?: string;
        ports?: string[];
        secrets?: string[];
        volumes?: string[];
        depends_on?: string[] | Record<string, unknown>;
      }
    >;
    secrets: Record<string, unknown>;
    volumes: Record<string, unknown>;
  }>('docker-compose.yaml');

  it('starts the portal alone, and with the profile all that watches it', () => {
    const profiles = Object.entries(services).map(
      ([name, { profiles: of }]) => [name, of],
    );
    expect(profiles).toEqual([
      ['postgres', undefined],
      ['portal', undefined],
      ['prometheus', ['monitoring']],
      ['alertmanager', ['monitoring']],
      ['grafana', ['monitoring']],
    ]);
  });

  it('opens ports to this machine only', () => {
    const ports = Object.values(services).flatMap(each => each.ports ?? []);
    expect(ports).toEqual([
      '127.0.0.1:7007:7007',
      '127.0.0.1:9090:9090',
      '127.0.0.1:9093:9093',
      '127.0.0.1:3001:3000',
    ]);
  });

  it('names images by version, and only files, volumes and secrets that there are', () => {
    for (const service of Object.values(services)) {
      expect(service.image ?? 'built:here').toMatch(/:[\w.]+$/);
      expect(service.image ?? '').not.toMatch(/:latest$/);
      const sources = (service.volumes ?? []).map(each => each.split(':')[0]);
      expect(
        sources.filter(source =>
          source.startsWith('./')
            ? !existsSync(join(root, source))
            : !(source in volumes),
        ),
      ).toEqual([]);
      for (const secret of service.secrets ?? []) {
        expect(Object.keys(secrets)).toContain(secret);
      }
    }
    const { scrape_configs } = readYaml<{ scrape_configs: ScrapeConfig[] }>(
      'monitoring/compose/prometheus.yaml',
    );
    const [secret] = services.prometheus.secrets!;
    expect(scrape_configs[0].authorization.credentials_file).toBe(
      `/run/secrets/${secret}`,
    );
    expect(secrets).toEqual({ [secret]: { environment: 'MONITORING_TOKEN' } });
  });
});
