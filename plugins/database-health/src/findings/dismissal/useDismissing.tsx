import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { ReactNode, useEffect, useRef, useState } from 'react';
import type { FindingGroup } from '../group';
import { subjectOf } from '../subject';
import type { OpenFindings } from '../useOpenFindings';
import { DismissDialog } from './DismissDialog';
import { Dismissals, useDismissals } from './useDismissals';

const useStyles = makeStyles(theme => ({
  said: {
    padding: theme.spacing(1, 1.5),
    '&:empty': { display: 'none' },
    '&:focus': { outline: 'none' },
  },
}));

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
  const classes = useStyles();
  const dismissals = useDismissals();
  // Kept here, as the finding may end while its dialog is open.
  const [dismissing, setDismissing] = useState<FindingGroup>();
  const [said, setSaid] = useState('');
  const saidRef = useRef<HTMLParagraphElement>(null);

  // What had the focus is gone.
  useEffect(() => {
    if (said) {
      saidRef.current?.focus();
    }
  }, [said]);

  const nameOf = (group: FindingGroup) =>
    `${subjectOf(group, overview)} · ${group.first.title}`;
  const restore = async (group: FindingGroup) => {
    const refusal = await dismissals.restore(group.all);
    if (!refusal) {
      setSaid(`${nameOf(group)} was restored.`);
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
        <Typography
          ref={saidRef}
          variant="body2"
          role="status"
          tabIndex={-1}
          className={classes.said}
        >
          {said}
        </Typography>
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
                setSaid(`${nameOf(dismissing)} was dismissed.`);
              }
              return refusal;
            }}
          />
        )}
      </>
    ),
  };
}
