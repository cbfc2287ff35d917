import { makeStyles, Theme, useTheme } from '@material-ui/core/styles';
import { numberInWords } from '../words/counts';
import { toneColours } from './colours';
import { mix, reckonable } from './mix';
import { paperOf } from './paper';

const useStyles = makeStyles({
  track: {
    display: 'flex',
    height: 6,
    width: 96,
    maxWidth: '100%',
    marginTop: 4,
    borderRadius: 3,
    overflow: 'hidden',
  },
  waiting: { fontWeight: 600 },
});

/** Used, free and not yet opened connections of a pool, and who waits. */
export function PoolBar(props: {
  pool: { used: number; free: number; pending: number; max: number };
}) {
  const { used, free, pending, max } = props.pool;
  const classes = useStyles();
  const colours = poolColours(useTheme());
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
      <div
        className={classes.track}
        style={{ backgroundColor: colours.closed }}
        aria-hidden
      >
        <div style={{ width: part(used), backgroundColor: colours.used }} />
        <div style={{ width: part(free), backgroundColor: colours.free }} />
      </div>
    </div>
  );
}

const freePart = 0.4;
const closedPart = 0.18;

/** How the connections of a pool are drawn. */
export function poolColours(theme: Theme): {
  used: string;
  free: string;
  closed: string;
} {
  const paper = paperOf(theme);
  const { strong } = toneColours(theme, 'info');
  return {
    used: strong,
    free: mix(strong, paper, freePart),
    closed: mix(
      reckonable(theme.palette.text.secondary, '#757575'),
      paper,
      closedPart,
    ),
  };
}
