import { readText, readYaml } from '../../__testUtils__/monitoring/files';

const folder = 'docs/deployments/kubernetes';

interface Container {
  env: unknown[];
  envFrom: { secretRef: { name: string } }[];
  startupProbe: Probe;
  livenessProbe: Probe;
  readinessProbe: Probe;
}

interface Probe {
  httpGet: { path: string; port: string };
}

interface Values {
  backstage: Omit<Container, 'env' | 'envFrom'> & {
    image: { tag: string };
    replicas: number;
    extraEnvVars: unknown[];
    extraEnvVarsSecrets: string[];
    appConfig: object;
  };
  postgresql: { enabled: boolean };
}

const appConfig = readYaml<{
  backend: { database: { knexConfig: { pool: { max: number } } } };
}>(`${folder}/app-config.yaml`);
const { spec } = readYaml<{
  spec: {
    replicas: number;
    template: { spec: { containers: Container[] } };
  };
}>(`${folder}/deployment.yaml`);
const [container] = spec.template.spec.containers;

describe('the values for the Helm chart', () => {
  const { backstage, postgresql } = readYaml<Values>(
    `${folder}/helm-values.yaml`,
  );

  it('say the same as the Deployment and the configuration', () => {
    expect(backstage.appConfig).toEqual(appConfig);
    expect(backstage.replicas).toBe(spec.replicas);
    expect(backstage.extraEnvVars).toEqual(container.env);
    expect(backstage.extraEnvVarsSecrets).toEqual(
      container.envFrom.map(({ secretRef }) => secretRef.name),
    );
    // The chart has a name of its own for the port.
    const renamed = (probe: Probe) => ({
      ...probe,
      httpGet: { ...probe.httpGet, port: 'backend' },
    });
    for (const probe of [
      'startupProbe',
      'livenessProbe',
      'readinessProbe',
    ] as const) {
      expect(backstage[probe]).toEqual(renamed(container[probe]));
    }
  });

  it('bring no server, no secret and no image that changes', () => {
    expect(postgresql.enabled).toBe(false);
    expect(readText(`${folder}/helm-values.yaml`)).not.toMatch(/value:/);
    expect(backstage.image.tag).not.toBe('latest');
  });
});

it('the secret of the Deployment has the variables of the configuration', () => {
  const variables = [
    ...readText(`${folder}/app-config.yaml`).matchAll(/\$\{(\w+)\}/g),
  ].map(([, name]) => name);
  const command = readText(`${folder}/deployment.yaml`);
  expect(
    [...command.matchAll(/--from-literal=([A-Z_]+)=/g)].map(([, name]) => name),
  ).toEqual(variables);
});

it('the pools of all replicas fit the server of a stock portal', () => {
  const plugins = 14;
  const available = 97;
  const { max } = appConfig.backend.database.knexConfig.pool;
  expect(max * plugins * spec.replicas).toBeLessThanOrEqual(available);
});
