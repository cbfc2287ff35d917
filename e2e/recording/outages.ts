import type { Portal } from '../startPortal';
import { Answers, areTold } from './answers';
import { runIn } from './faults';
import { writeRecorded } from './write';

/** One database, then its server, and what is told when all is over. */
export async function recordOutages(portal: Portal): Promise<void> {
  const answers = await Answers.of(portal);
  const catalog = 'backstage_plugin_catalog';
  await runIn(
    portal,
    'app',
    `alter database ${catalog} allow_connections false`,
  );
  await runIn(
    portal,
    'app',
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${catalog}'`,
  );
  await answers.until(
    'the catalog is down',
    overview =>
      areTold(overview) &&
      overview.findings.some(
        ({ key, severity }) =>
          key.startsWith('catalog:reachable') && severity === 'critical',
      ),
  );
  writeRecorded('database-down', await answers.all(['catalog']), portal);

  await runIn(
    portal,
    'app',
    `alter database ${catalog} allow_connections true`,
  );
  await answers.until(
    'the catalog is back',
    ({ databases, incidents }) =>
      databases.every(({ reachable }) => reachable) &&
      incidents.every(({ subject }) => 'serverId' in subject),
  );

  await portal.postgres!.stop();
  await answers.until(
    'the server is down',
    overview =>
      areTold(overview) &&
      overview.incidents.length === 1 &&
      overview.databases.every(({ reachable }) => reachable === false) &&
      overview.findings
        .filter(({ checkId }) => checkId === 'reachable')
        .every(({ severity }) => severity === 'critical'),
  );
  writeRecorded('server-down', await answers.all(['catalog']), portal);

  await portal.postgres!.start();
  // What was told of meanwhile is written down a little later.
  await answers.until(
    'all is well again',
    ({ databases, incidents, summary }) =>
      databases.every(({ status }) => status === 'ok') &&
      incidents.length === 0 &&
      summary.history.working,
  );
  writeRecorded('recovered', await answers.all([]), portal);
}
