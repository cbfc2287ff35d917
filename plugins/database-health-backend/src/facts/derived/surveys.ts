import { numbersOverDays } from './days';
import type { DerivedFact, DerivedLater } from './derive';
import { installedPlugins } from './installedPlugins';
import {
  ledgersOfFailedStart,
  ledgersOfVersion,
  ledgersTakenOver,
} from './ledgers';
import type { SurveySources } from './surveySources';
import type { SurveySubject } from './surveySubject';

/** What follows from a survey, of this replica or of another. */
export function derivedOfSurvey(
  sources: SurveySources,
): readonly (DerivedFact<SurveySubject> | DerivedLater<SurveySubject>)[] {
  return [
    ledgersTakenOver(sources.withLocalKnowledge),
    ledgersOfFailedStart(sources.unreadLedgers),
    ledgersOfVersion(sources.withKnowledgeOfVersion),
    ...numbersOverDays(sources.samples),
    installedPlugins(sources.pluginIds, () => sources.otherPluginIds()),
  ];
}
