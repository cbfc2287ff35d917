import Button from '@material-ui/core/Button';
import Collapse from '@material-ui/core/Collapse';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type {
  Incident,
  Overview,
} from 'backstage-plugin-database-health-common';
import type { Dismissing } from '../findings/dismissal/useDismissing';
import { FindingBody } from '../findings/FindingBody';
import { FindingRows } from '../findings/FindingRows';
import type { FindingGroup } from '../findings/group';
import { OpenableRow } from '../findings/OpenableRow';
import type { OpenFindings } from '../findings/useOpenFindings';
import { Arrow } from '../signs/Arrow';
import { toneColours } from '../signs/colours';
import { useElementId } from '../signs/useElementId';
import { countInWords } from '../words/counts';
import { subjectName } from '../words/names';

const useStyles = makeStyles(theme => ({
  // What belongs together has one line at its left.
  symptoms: { borderLeft: '4px solid' },
  fold: {
    // In line with the words of the row.
    padding: theme.spacing(0.25, 1.5, 0.25, 14),
    borderBottom: `1px solid ${theme.palette.divider}`,
    [theme.breakpoints.down('sm')]: { paddingLeft: theme.spacing(0.75) },
  },
  button: { textTransform: 'none' },
  rows: {
    paddingLeft: theme.spacing(3),
    [theme.breakpoints.down('sm')]: { paddingLeft: theme.spacing(1) },
  },
  ended: { padding: theme.spacing(0.5, 3, 2, 15) },
}));

/** One incident: its cause, with what to do, and below it what the cause explains. */
export function IncidentRow(props: {
  incident: Incident;
  cause?: FindingGroup;
  symptoms: readonly FindingGroup[];
  overview: Overview;
  open: OpenFindings;
  dismissing: Dismissing;
  unfolded: boolean;
  onToggleFold: () => void;
}) {
  const { incident, cause, symptoms, overview, open, unfolded } = props;
  const { onDismiss } = props.dismissing;
  const { severity, title, openedAt } = incident;
  const classes = useStyles();
  const rowsId = useElementId();
  const { strong } = toneColours(useTheme(), severity);
  const count = symptoms.reduce((sum, { all }) => sum + all.length, 0);
  const words = `and ${countInWords(count, 'symptom')}`;
  const subject = subjectName(incident.subject, overview);
  return (
    <>
      <OpenableRow
        severity={severity}
        subject={subject}
        title={cause?.first.title}
        message={title}
        since={openedAt}
        open={open.hasKey(incident.cause)}
        onToggle={() => open.toggleKey(incident.cause)}
      >
        {cause ? (
          <FindingBody
            group={cause}
            overview={overview}
            onDismiss={onDismiss && (() => onDismiss(cause))}
          />
        ) : (
          <Typography variant="body2" className={classes.ended}>
            Its cause is not found any more. The incident ends when it stays so.
          </Typography>
        )}
      </OpenableRow>
      {count > 0 && (
        <div className={classes.symptoms} style={{ borderLeftColor: strong }}>
          <div className={classes.fold}>
            <Button
              size="small"
              className={classes.button}
              aria-expanded={unfolded}
              aria-controls={rowsId}
              aria-label={`${words} of ${subject}`}
              endIcon={<Arrow open={unfolded} />}
              onClick={props.onToggleFold}
            >
              {words}
            </Button>
          </div>
          <div id={rowsId} className={classes.rows}>
            <Collapse in={unfolded} timeout="auto" unmountOnExit>
              <FindingRows
                groups={symptoms}
                overview={overview}
                open={open}
                onDismiss={onDismiss}
              />
            </Collapse>
          </div>
        </div>
      )}
    </>
  );
}
