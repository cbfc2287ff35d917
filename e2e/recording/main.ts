import type { CheckCatalogue } from 'backstage-plugin-database-health-common';
import { exitWith } from '../../scripts/exitWith';
import { type Portal, startPortal } from '../startPortal';
import { Answers } from './answers';
import { recordOutages } from './outages';
import { env, patient } from './settings';
import { recordLedgers, recordSick } from './sick';
import { recordWaits } from './waits';
import { recordWell } from './well';
import { writeRecorded } from './write';

/** All checks as they are by default, and plugin databases in SQLite's memory. */
async function recordSqlite(portal: Portal): Promise<void> {
  const answers = await Answers.of(portal);
  await answers.until('every database is critical in production', overview =>
    overview.databases.every(({ status }) => status === 'critical'),
  );
  writeRecorded(
    'checks',
    await answers.read<CheckCatalogue>('/checks'),
    portal,
  );
  writeRecorded('sqlite', await answers.all(['catalog']), portal);
}

/**
 * Records what the fixtures of the page are made of, from a whole portal with real
 * faults: `npm run record`, some minutes. One state comes after the other, and each is
 * cured before the next, so that the last one also knows of all incidents before.
 */
async function main(): Promise<number> {
  const onSqlite = await startPortal({
    database: 'sqlite',
    allChecks: true,
    env: env({}),
  });
  try {
    await recordSqlite(onSqlite);
  } finally {
    await onSqlite.stop();
  }
  const portal = await startPortal({ allChecks: true, env: env(patient) });
  try {
    await recordWell(portal);
    await recordSick(portal);
    await recordLedgers(portal);
    await recordWaits(portal);
    await recordOutages(portal);
  } finally {
    await portal.stop();
  }
  return 0;
}

exitWith(main());
