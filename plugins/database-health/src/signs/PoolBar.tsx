import { makeStyles, useTheme } from '@material-ui/core/styles';
import { numberInWords } from '../words/counts';
import { toneColours } from './colours';

const useStyles = makeStyles(theme => ({
  track: {
    display: 'flex',
    height: 6,
    width: 96,
    maxWidth: '100%',
    marginTop: 4,
    borderRadius: 3,
    overflow: 'hidden',
    backgroundColor: theme.palette.action.disabledBackground,
  },
  waiting: { fontWeight: 600 },
}));

/** Used, free and not yet opened connections of a pool, and who waits. */
export function PoolBar(props: {
  pool: { used: number; free: number; pending: number; max: number };
}) {
  const { used, free, pending, max } = props.pool;
  const classes = useStyles();
  const { strong } = toneColours(useTheme(), 'info');
  const part = (connections: number) =>
    `${(connections / Math.max(1, max)) * 100}%`;
  return (
    <div title={`${used} used, ${free} free, at most ${max}`}>
      {used} of {max} used
      {pending > 0 && (
        <span className={classes.waiting}>
          , {numberInWords(pending)} waiting
        </span>
      )}
      <div className={classes.track} aria-hidden>
        <div style={{ width: part(used), backgroundColor: strong }} />
        <div
          style={{ width: part(free), backgroundColor: strong, opacity: 0.35 }}
        />
      </div>
    </div>
  );
}
