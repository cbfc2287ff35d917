import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Finding,
  Overview,
} from 'backstage-plugin-database-health-common';
import { useEffect, useRef, useState } from 'react';
import { useUrlValue } from '../frame/useUrlList';
import { countInWords } from '../words/counts';
import { DismissDialog } from './dismissal/DismissDialog';
import { isStanding } from './dismissal/standing';
import { useDismissals } from './dismissal/useDismissals';
import { FindingRows } from './FindingRows';
import { FindingGroup, groupFindings } from './group';
import { subjectOf } from './subject';
import { useOpenFindings } from './useOpenFindings';

const useStyles = makeStyles(theme => ({
  more: { padding: theme.spacing(0.5, 1) },
  none: { padding: theme.spacing(2) },
  said: {
    padding: theme.spacing(1, 1.5),
    '&:empty': { display: 'none' },
    '&:focus': { outline: 'none' },
  },
}));

/** Findings shown before the reader asks for more. */
const shownAtFirst = 12;

/** Findings in the order given; those that were dismissed folded at the end. */
export function FindingList(props: {
  findings: readonly Finding[];
  overview: Overview;
  /** Said where there is nothing to show. */
  none: string;
}) {
  const { findings, overview, none } = props;
  const classes = useStyles();
  const open = useOpenFindings();
  const dismissals = useDismissals();
  const [fold, setFold] = useUrlValue('dismissed');
  const [all, setAll] = useState(false);
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

  const standing = groupFindings(findings.filter(isStanding));
  const dismissed = groupFindings(
    findings.filter(finding => !isStanding(finding)),
  );
  const shown = standing.filter(
    (group, index) => all || index < shownAtFirst || open.has(group),
  );
  const linked = dismissed.some(open.has);
  const foldOpen = fold === undefined ? linked : fold === 'shown';
  const nameOf = (group: FindingGroup) =>
    `${subjectOf(group, overview)} · ${group.first.title}`;

  return (
    <Paper>
      {standing.length === 0 && (
        <Typography variant="body2" className={classes.none}>
          {none}
        </Typography>
      )}
      <FindingRows
        groups={shown}
        overview={overview}
        open={open}
        onDismiss={dismissals.allowed ? setDismissing : undefined}
      />
      {shown.length < standing.length && (
        <div className={classes.more}>
          <Button size="small" onClick={() => setAll(true)}>
            Show {countInWords(standing.length - shown.length, 'more finding')}
          </Button>
        </div>
      )}
      <Typography
        ref={saidRef}
        variant="body2"
        role="status"
        tabIndex={-1}
        className={classes.said}
      >
        {said}
      </Typography>
      {dismissed.length > 0 && (
        <div className={classes.more}>
          <Button
            size="small"
            aria-expanded={foldOpen}
            onClick={() =>
              setFold(foldOpen ? (linked && 'hidden') || undefined : 'shown')
            }
          >
            {foldOpen ? 'Hide' : 'Show'}{' '}
            {countInWords(dismissed.length, 'dismissed finding')}
          </Button>
        </div>
      )}
      {foldOpen && (
        <FindingRows
          groups={dismissed}
          overview={overview}
          open={open}
          onRestore={
            dismissals.allowed
              ? async group => {
                  const refusal = await dismissals.restore(group.all);
                  if (!refusal) {
                    setSaid(`${nameOf(group)} was restored.`);
                  }
                  return refusal;
                }
              : undefined
          }
        />
      )}
      {dismissing && (
        <DismissDialog
          subject={subjectOf(dismissing, overview)}
          title={dismissing.first.title}
          onClose={() => setDismissing(undefined)}
          onDismiss={async dismissal => {
            const refusal = await dismissals.dismiss(dismissing.all, dismissal);
            if (!refusal) {
              open.close(dismissing);
              setDismissing(undefined);
              setSaid(`${nameOf(dismissing)} was dismissed.`);
            }
            return refusal;
          }}
        />
      )}
    </Paper>
  );
}
