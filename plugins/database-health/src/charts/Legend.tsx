import ButtonBase from '@material-ui/core/ButtonBase';
import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.25, 1),
    margin: theme.spacing(0.5, 0, 0),
    padding: 0,
    listStyle: 'none',
    fontSize: 13,
  },
  entry: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 6,
    maxWidth: 280,
    padding: theme.spacing(0.25, 0.5),
    borderRadius: theme.shape.borderRadius,
    font: 'inherit',
    textAlign: 'left',
  },
  name: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  sign: { flexShrink: 0, width: 12, height: 12, borderRadius: 2 },
  off: { color: theme.palette.text.secondary, textDecoration: 'line-through' },
}));

/** What a colour of a chart stands for. */
export interface LegendEntry {
  id: string;
  name: ReactNode;
  colour: string;
  off?: boolean;
}

/** The series of a chart; each can be left out where `onToggle` is given. */
export function Legend(props: {
  label: string;
  entries: readonly LegendEntry[];
  onToggle?: (id: string) => void;
}) {
  const { label, entries, onToggle } = props;
  const classes = useStyles();
  return (
    <ul className={classes.legend} aria-label={label}>
      {entries.map(({ id, name, colour, off }) => {
        const shown = (
          <>
            <span
              className={classes.sign}
              style={
                off
                  ? { border: `2px solid ${colour}` }
                  : { backgroundColor: colour }
              }
            />
            <span className={clsx(classes.name, off && classes.off)}>
              {name}
            </span>
          </>
        );
        return (
          <li key={id}>
            {onToggle ? (
              <ButtonBase
                className={classes.entry}
                aria-pressed={!off}
                title={off ? 'Show' : 'Hide'}
                onClick={() => onToggle(id)}
              >
                {shown}
              </ButtonBase>
            ) : (
              <span className={classes.entry}>{shown}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
