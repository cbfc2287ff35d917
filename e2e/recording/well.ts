import type { Portal } from '../startPortal';
import { takeSurvey } from '../survey';
import { Answers } from './answers';
import { writeRecorded } from './write';

/** The whole portal, all well, with the details of each database. */
export async function recordWell(portal: Portal): Promise<void> {
  const answers = await Answers.of(portal);
  await takeSurvey(portal);
  await answers.until('all is well', ({ status }) => status === 'ok');
  writeRecorded('well', await answers.all(), portal);
}
