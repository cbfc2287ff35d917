import { makeStyles } from '@material-ui/core/styles';
import { timeTicks, timeTickInWords } from '../charts/timeAxis';

const useStyles = makeStyles(theme => ({
  axis: {
    position: 'relative',
    height: 20,
    fontSize: 12,
    color: theme.palette.text.secondary,
    [theme.breakpoints.down('sm')]: { order: 1 },
  },
  mark: {
    position: 'absolute',
    top: 0,
    paddingLeft: 3,
    borderLeft: `1px solid ${theme.palette.text.secondary}`,
    whiteSpace: 'nowrap',
  },
}));

/** The times below the lanes. */
export function LaneAxis(props: { from: number; to: number; wanted: number }) {
  const { from, to, wanted } = props;
  const classes = useStyles();
  return (
    <div className={classes.axis} aria-hidden>
      {timeTicks(from, to, wanted)
        // Without room for its words before the end.
        .filter(at => to - at > (to - from) / 14)
        .map(at => (
          <span
            key={at}
            className={classes.mark}
            style={{ left: `${((at - from) / (to - from)) * 100}%` }}
          >
            {timeTickInWords(at, to - from)}
          </span>
        ))}
    </div>
  );
}
