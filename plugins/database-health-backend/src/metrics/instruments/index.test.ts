import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusName } from '../prometheus';
import { instruments } from '.';

const pool = 'db_client_connection_pool_name';

/** What alerts and dashboards rely on. */
const contract: Record<string, readonly [kind: string, ...labels: string[]]> = {
  backstage_database_health_status: ['gauge', 'plugin', 'engine'],
  backstage_database_check_status: ['gauge', 'plugin', 'server', 'check'],
  backstage_database_up: ['gauge', 'plugin', 'server'],
  backstage_database_server_up: ['gauge', 'server'],
  backstage_database_ping_seconds: ['gauge', 'plugin'],
  backstage_database_size_bytes: ['gauge', 'plugin', 'engine'],
  backstage_database_migrations: ['gauge', 'plugin', 'state'],
  backstage_database_migration_lock_since_timestamp_seconds: [
    'gauge',
    'plugin',
    'ledger',
  ],
  backstage_database_last_survey_timestamp_seconds: ['gauge', 'plugin'],
  backstage_database_survey_interval_seconds: ['gauge'],
  backstage_database_queries_total: ['counter', 'plugin'],
  backstage_database_query_errors_total: ['counter', 'plugin'],
  backstage_database_pool_create_failures_total: ['counter', 'plugin'],
  backstage_database_server_connections: ['gauge', 'server'],
  backstage_database_server_connections_limit: ['gauge', 'server'],
  backstage_database_server_pool_limit: ['gauge', 'server'],
  db_client_connection_count: [
    'gauge',
    pool,
    'plugin',
    'db_client_connection_state',
  ],
  db_client_connection_limit: ['gauge', pool, 'plugin'],
  db_client_connection_pending_requests: ['gauge', pool, 'plugin'],
  db_client_connection_timeouts_total: ['counter', pool, 'plugin'],
  db_client_connection_wait_time_seconds: ['histogram', pool, 'plugin'],
  db_client_operation_duration_seconds: [
    'histogram',
    pool,
    'plugin',
    'db_system_name',
  ],
};

/** Of one plugin, one series each, if nothing is wrong with it. */
const seriesOfHealthy = instruments
  .filter(({ labels }) => labels.includes('plugin'))
  .filter(({ name }) => !/check\.status|migration_lock/.test(name))
  .map(instrument => {
    switch (instrument.name) {
      case 'db.client.connection.count':
        return 2;
      case 'backstage.database.migrations':
        return 3;
      default:
        return instrument.kind === 'histogram'
          ? instrument.boundsSeconds.length + 3
          : 1;
    }
  });

const words = (name: string) => name.replaceAll('.', '_');

describe('the metrics', () => {
  it('have the names, kinds and labels that others rely on', () => {
    const found = instruments.map(instrument => [
      prometheusName(instrument),
      [instrument.kind, ...[...instrument.labels].map(words).sort()],
    ]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(
        Object.entries(contract).map(([name, [kind, ...labels]]) => [
          name,
          [kind, ...labels.sort()],
        ]),
      ),
    );
    expect(found).toHaveLength(Object.keys(contract).length);
  });

  it('are no more than 36 series for a plugin with which nothing is wrong', () => {
    expect(seriesOfHealthy.reduce((sum, count) => sum + count, 0)).toBe(36);
  });

  it.each(instruments)('say in one sentence what $name is', ({ help }) => {
    expect(help).toMatch(/^[A-Z][^\n]*\.$/);
  });

  it.each(instruments)('have a row in the documentation: $name', instrument => {
    const documentation = readFileSync(
      join(__dirname, '../../../../../docs/alerts.md'),
      'utf8',
    );
    const name = prometheusName(instrument);
    const row = documentation
      .split('\n')
      .find(line => line.startsWith(`| \`${name}\``));
    expect(row).toBeDefined();
    const [, , labels, kind] = row!.split('|').map(cell => cell.trim());
    expect(kind).toMatch(new RegExp(`^${instrument.kind}`));
    expect(
      [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label).sort(),
    ).toEqual(instrument.labels.map(words).sort());
  });
});
