import { valueOf } from 'backstage-plugin-database-health-node';
import { derivedLater, type DerivedLater } from './derive';
import type { SurveySources } from './surveySources';
import type { SurveySubject } from './surveySubject';

type Complete = SurveySources['withLocalKnowledge'];

/** Files and runs of ledgers that another replica read, as this process knows them. */
export function ledgersTakenOver(complete: Complete) {
  return ledgersWith(complete, ({ takenOver }) => takenOver);
}

/** A start that failed here is known, whatever can be read. */
export function ledgersOfFailedStart(
  unreadLedgers: SurveySources['unreadLedgers'],
): DerivedLater<SurveySubject> {
  return derivedLater({
    fact: 'ledgers',
    needs: [],
    derive: async ({ ledgers, identity }, { observation }: SurveySubject) =>
      ledgers?.status === 'failed' &&
      // What failed there did so in the schema of another plugin.
      valueOf(identity)?.foundSchema === undefined &&
      observation
        ?.ledgers()
        .some(({ lastRun }) => lastRun?.outcome === 'failed')
        ? unreadLedgers(observation, {
            kind: 'other',
            sentence: ledgers.reason,
          })
        : undefined,
  });
}

/** What only the installed packages and the store know of ledgers. */
export function ledgersOfVersion(complete: Complete) {
  return ledgersWith(complete, () => true);
}

/** Of a plugin that this process does not run it knows no more. */
function ledgersWith(
  complete: Complete,
  concerns: (subject: SurveySubject) => boolean,
): DerivedLater<SurveySubject> {
  return derivedLater({
    fact: 'ledgers',
    needs: ['ledgers'],
    derive: async ({ ledgers }, subject: SurveySubject) =>
      subject.observation && concerns(subject)
        ? complete(subject.observation, ledgers.value)
        : undefined,
  });
}
