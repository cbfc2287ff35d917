import type { Portal } from '../startPortal';
import { takeSurvey } from '../survey';
import { Answers, areTold } from './answers';
import { openSession } from './faults';
import { writeRecorded } from './write';

/** A session that does nothing in an open transaction, a queue behind it, a full pool. */
export async function recordWaits(portal: Portal): Promise<void> {
  const answers = await Answers.of(portal);
  await takeSurvey(portal);
  const session = await openSession(portal, 'catalog');
  await session.run('begin');
  await session.run('lock table final_entities in access exclusive mode');
  const leave = answers.askCatalog(60);

  await answers.until(
    'the pool is full behind the lock',
    overview =>
      areTold(overview) &&
      ['idle-in-transaction', 'blocked', 'pool-saturation'].every(checkId =>
        overview.findings.some(finding => finding.checkId === checkId),
      ),
  );
  writeRecorded('waits', await answers.all(['catalog']), portal);

  leave();
  await session.end();
  await answers.until(
    'the catalog is well again',
    ({ incidents }) =>
      !incidents.some(
        ({ subject }) =>
          'databaseId' in subject && subject.databaseId === 'catalog',
      ),
  );
}
