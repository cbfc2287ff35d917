import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type {
  Finding,
  Severity,
} from 'backstage-plugin-database-health-common';
import { toneColours } from '../signs/colours';
import { evidenceInWords } from '../words/evidence';

const useStyles = makeStyles(theme => ({
  evidence: { marginTop: theme.spacing(1.5) },
  numbers: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 1),
  },
  observed: { fontSize: 20, fontWeight: 700 },
  track: {
    position: 'relative',
    height: 8,
    borderRadius: 4,
    margin: theme.spacing(0.75, 0, 1),
    backgroundColor: theme.palette.action.disabledBackground,
  },
  fill: { position: 'absolute', left: 0, top: 0, bottom: 0, borderRadius: 4 },
  limit: {
    position: 'absolute',
    top: -3,
    bottom: -3,
    width: 2,
    backgroundColor: theme.palette.text.primary,
  },
}));

/** The number that was read against the limit that it was held to. */
export function EvidenceBar(props: {
  evidence: Finding['evidence'];
  tone: Severity;
}) {
  const { observed, limit, unit } = props.evidence;
  const classes = useStyles();
  const { strong } = toneColours(useTheme(), props.tone);
  const drawn =
    typeof observed === 'number' && typeof limit === 'number' && limit > 0;
  const whole = drawn ? Math.max(observed, limit) * 1.05 : 1;
  return (
    <div className={classes.evidence}>
      <div className={classes.numbers}>
        <Typography component="span" className={classes.observed}>
          {evidenceInWords(observed, unit, limit)}
        </Typography>
        {limit !== null && (
          <Typography component="span" variant="body2" color="textSecondary">
            limit {evidenceInWords(limit, unit, observed)}
          </Typography>
        )}
      </div>
      {drawn && (
        <div className={classes.track} aria-hidden>
          <div
            className={classes.fill}
            style={{
              width: `${(observed / whole) * 100}%`,
              backgroundColor: strong,
            }}
          />
          <div
            className={classes.limit}
            style={{ left: `${(limit / whole) * 100}%` }}
          />
        </div>
      )}
    </div>
  );
}
