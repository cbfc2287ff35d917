import { makeStyles, Theme, useTheme } from '@material-ui/core/styles';
import type { Server } from 'backstage-plugin-database-health-common';
import { toneColours } from '../signs/colours';
import { poolColours } from '../signs/PoolBar';

const heightPx = 14;

const useStyles = makeStyles((theme: Theme) => ({
  frame: { position: 'relative', padding: theme.spacing(0.5, 0, 2.5) },
  track: {
    display: 'flex',
    height: heightPx,
    borderRadius: 3,
    overflow: 'hidden',
  },
  mark: {
    position: 'absolute',
    top: 0,
    height: heightPx + theme.spacing(1),
    width: 2,
    marginLeft: -1,
    backgroundColor: theme.palette.text.primary,
  },
  label: {
    position: 'absolute',
    bottom: 0,
    fontSize: 12,
    whiteSpace: 'nowrap',
    color: theme.palette.text.secondary,
  },
}));

/**
 * Connections in use, free and reserved on one bar, with a mark where the
 * pools may get to. The whole is the limit of the server, or what the pools
 * may open where that is more.
 */
export function ConnectionBar(props: {
  connections: NonNullable<Server['connections']>;
  budget: Server['budget'];
}) {
  const { used, limit, reserved } = props.connections;
  const { budget } = props;
  const classes = useStyles();
  const theme = useTheme();
  const { used: usedColour, closed } = poolColours(theme);
  const { strong: reservedColour } = toneColours(theme, 'unknown');
  const { strong: overColour } = toneColours(theme, 'critical');
  const whole = Math.max(limit, budget?.max ?? 0, 1);
  const part = (count: number) => (100 * count) / whole;
  const free = Math.max(0, limit - reserved - used);
  const parts = [
    { name: 'used', count: used, colour: usedColour },
    { name: 'free', count: free, colour: closed },
    { name: 'reserved', count: reserved, colour: reservedColour },
    { name: 'over', count: whole - limit, colour: overColour, faint: true },
  ];
  const markAt = budget ? part(budget.max) : undefined;
  return (
    <div
      className={classes.frame}
      role="img"
      aria-label={`${used} connections in use, ${free} free, ${reserved} reserved${
        budget ? `; pools may open ${budget.max}` : ''
      }`}
    >
      <div className={classes.track}>
        {parts.map(({ name, count, colour, faint }) => (
          <div
            key={name}
            style={{
              width: `${part(count)}%`,
              backgroundColor: colour,
              opacity: faint ? 0.35 : 1,
            }}
          />
        ))}
      </div>
      {budget && markAt !== undefined && (
        <>
          <div className={classes.mark} style={{ left: `${markAt}%` }} />
          <div
            className={classes.label}
            style={
              markAt > 50
                ? { right: `${100 - markAt}%` }
                : { left: `${markAt}%` }
            }
          >
            pools: {budget.max}
          </div>
        </>
      )}
    </div>
  );
}
