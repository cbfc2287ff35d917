import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Finding,
  Overview,
} from 'backstage-plugin-database-health-common';
import { useState } from 'react';
import { useUrlValue } from '../frame/useUrlList';
import { countInWords } from '../words/counts';
import type { Dismissing } from './dismissal/useDismissing';
import { isStanding } from './dismissal/standing';
import { FindingRows } from './FindingRows';
import { groupFindings } from './group';
import type { OpenFindings } from './useOpenFindings';

const useStyles = makeStyles(theme => ({
  more: { padding: theme.spacing(0.5, 1) },
  none: { padding: theme.spacing(2) },
}));

/** Findings shown before the reader asks for more. */
const shownAtFirst = 12;

/** Findings in the order given; those that were dismissed folded at the end. */
export function FindingList(props: {
  findings: readonly Finding[];
  overview: Overview;
  open: OpenFindings;
  dismissing: Dismissing;
  /** Said where there is nothing to show. */
  none: string;
}) {
  const { findings, overview, open, dismissing, none } = props;
  const classes = useStyles();
  const [fold, setFold] = useUrlValue('dismissed');
  const [all, setAll] = useState(false);

  const standing = groupFindings(findings.filter(isStanding));
  const dismissed = groupFindings(
    findings.filter(finding => !isStanding(finding)),
  );
  const shown = standing.filter(
    (group, index) => all || index < shownAtFirst || open.has(group),
  );
  const linked = dismissed.some(open.has);
  const foldOpen = fold === undefined ? linked : fold === 'shown';

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
        onDismiss={dismissing.onDismiss}
      />
      {shown.length < standing.length && (
        <div className={classes.more}>
          <Button size="small" onClick={() => setAll(true)}>
            Show {countInWords(standing.length - shown.length, 'more finding')}
          </Button>
        </div>
      )}
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
          onRestore={dismissing.onRestore}
        />
      )}
    </Paper>
  );
}
