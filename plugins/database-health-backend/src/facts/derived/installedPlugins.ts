import { derivedFact, type DerivedFact } from './derive';
import type { SurveySubject } from './surveySubject';

/** The plugins of this process and those that the other living ones reported. */
export function installedPlugins(
  ownIds: readonly string[],
  otherIds: () => readonly string[] | undefined,
): DerivedFact<SurveySubject> {
  return derivedFact({
    fact: 'installedPlugins',
    needs: [],
    derive: () => {
      const others = otherIds();
      return others
        ? { pluginIds: [...new Set([...ownIds, ...others])].sort() }
        : null;
    },
  });
}
