import type { Portal } from '../startPortal';
import { Answers } from './answers';
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
    ({ databases, findings }) =>
      databases.some(({ id, reachable }) => id === 'catalog' && !reachable) &&
      findings.some(
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
  await answers.until('the catalog is back', ({ databases }) =>
    databases.every(({ reachable }) => reachable),
  );

  await portal.postgres!.stop();
  await answers.until(
    'the server is down',
    ({ databases, servers, findings }) =>
      databases.every(({ reachable }) => reachable === false) &&
      servers.every(({ status }) => status === 'critical') &&
      findings
        .filter(({ checkId }) => checkId === 'reachable')
        .every(({ severity }) => severity === 'critical'),
  );
  writeRecorded('server-down', await answers.all(['catalog']), portal);

  await portal.postgres!.start();
  // What was told of meanwhile is written down a little later.
  await answers.until(
    'all is well again',
    ({ databases, summary }) =>
      databases.every(({ status }) => status === 'ok') &&
      summary.history.working,
  );
  writeRecorded('recovered', await answers.all([]), portal);
}
