import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  panelsOf,
  queriesOf,
  readDashboard,
} from '../../__testUtils__/monitoring/dashboard';
import { hasProgram, readYaml } from '../../__testUtils__/monitoring/files';

const dashboard = readDashboard();
const panels = panelsOf(dashboard);
const queries = queriesOf(dashboard);
/** Columns of Grafana. */
const columns = 24;

it('has a row for each thing that is watched', () => {
  expect(
    dashboard.panels.filter(({ type }) => type === 'row').map(p => p.title),
  ).toEqual(['Verdict', 'Servers', 'Pools', 'Queries', 'Sizes', 'Migrations']);
});

it('asks for the data source, the job and the plugin, and no query for another', () => {
  const variables = dashboard.templating.list;
  expect(variables.map(({ name, type }) => [name, type])).toEqual([
    ['datasource', 'datasource'],
    ['job', 'query'],
    ['plugin', 'query'],
  ]);
  const source = { type: 'prometheus', uid: '${datasource}' };
  for (const { datasource, targets } of panels) {
    expect(datasource).toEqual(source);
    expect(targets.map(each => each.datasource)).toEqual(
      targets.map(() => source),
    );
  }
  for (const { expr } of queries) {
    expect(expr).toContain('job=~"$job');
    expect(
      [...expr.matchAll(/\$(\w+)/g)].filter(
        ([, name]) => !['job', 'plugin', '__rate_interval'].includes(name),
      ),
    ).toEqual([]);
  }
});

it('is one that Grafana shows as it is: ids once, panels beside each other', () => {
  const { uid, title, schemaVersion, ...rest } = dashboard;
  expect(uid).toMatch(/^[\w-]{1,40}$/);
  expect(title).not.toBe('');
  expect(schemaVersion).toBeGreaterThanOrEqual(36);
  // Of the Grafana that it was made in; provisioning refuses one that is not its own.
  expect(rest).not.toHaveProperty('id');
  const ids = dashboard.panels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const taken = new Set<string>();
  for (const { gridPos } of dashboard.panels) {
    const { x, y, w, h } = gridPos;
    expect(x + w).toBeLessThanOrEqual(columns);
    for (let column = x; column < x + w; column++) {
      for (let line = y; line < y + h; line++) {
        const place = `${column},${line}`;
        expect(taken).not.toContain(place);
        taken.add(place);
      }
    }
  }
});

it('says in each panel what it shows', () => {
  for (const { title, description, targets } of panels) {
    expect([title, description]).toEqual([title, expect.stringMatching(/\.$/)]);
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(
      targets.length,
    );
  }
});

(hasProgram('promtool') ? describe : describe.skip)('promtool', () => {
  it('takes every query', () => {
    const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
    try {
      const file = join(folder, 'rules.yaml');
      writeFileSync(
        file,
        JSON.stringify({
          groups: [
            {
              name: 'panels',
              rules: queries.map(({ expr }, i) => ({
                record: `panel:${i}`,
                expr: expr.replaceAll('$__rate_interval', '1m'),
              })),
            },
          ],
        }),
      );
      expect(
        execFileSync('promtool', ['check', 'rules', file], {
          encoding: 'utf8',
          stdio: 'pipe',
        }),
      ).toContain('SUCCESS');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

it('is where the provisioning of Grafana and the Compose file look for it', () => {
  const [{ options }] = readYaml<{
    providers: { type: string; options: { path: string } }[];
  }>(
    'monitoring/grafana/provisioning/dashboards/database-health.yaml',
  ).providers;
  const { services } = readYaml<{
    services: Record<string, { volumes?: string[] }>;
  }>('docker-compose.yaml');
  expect(services.grafana.volumes).toEqual([
    './monitoring/grafana/provisioning:/etc/grafana/provisioning:ro',
    `./monitoring/grafana/dashboard.json:${options.path}/dashboard.json:ro`,
  ]);
});
