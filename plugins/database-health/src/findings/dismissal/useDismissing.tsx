import type { Overview } from 'backstage-plugin-database-health-common';
import { ReactNode, useState } from 'react';
import { useSaid } from '../../changes/useSaid';
import type { FindingGroup } from '../group';
import { subjectOf } from '../subject';
import type { OpenFindings } from '../useOpenFindings';
import { DismissDialog } from './DismissDialog';
import { Dismissals, useDismissals } from './useDismissals';

/** How a list of findings lets its reader dismiss and restore them. */
export interface Dismissing {
  /** Both are absent for those who may not. */
  onDismiss?: (group: FindingGroup) => void;
  onRestore?: (group: FindingGroup) => ReturnType<Dismissals['restore']>;
  /** What was done, in words, and the dialog while it is open. */
  parts: ReactNode;
}

export function useDismissing(
  overview: Overview,
  open: OpenFindings,
): Dismissing {
  const dismissals = useDismissals();
  // Kept here, as the finding may end while its dialog is open.
  const [dismissing, setDismissing] = useState<FindingGroup>();
  const [said, say] = useSaid();

  const nameOf = (group: FindingGroup) =>
    `${subjectOf(group, overview)} · ${group.first.title}`;
  const restore = async (group: FindingGroup) => {
    const refusal = await dismissals.restore(group.all);
    if (!refusal) {
      say(`${nameOf(group)} was restored.`);
    }
    return refusal;
  };

  return {
    ...(dismissals.allowed && {
      onDismiss: setDismissing,
      onRestore: restore,
    }),
    parts: (
      <>
        {said}
        {dismissing && (
          <DismissDialog
            subject={subjectOf(dismissing, overview)}
            title={dismissing.first.title}
            onClose={() => setDismissing(undefined)}
            onDismiss={async dismissal => {
              const refusal = await dismissals.dismiss(
                dismissing.all,
                dismissal,
              );
              if (!refusal) {
                open.close(dismissing);
                setDismissing(undefined);
                say(`${nameOf(dismissing)} was dismissed.`);
              }
              return refusal;
            }}
          />
        )}
      </>
    ),
  };
}
