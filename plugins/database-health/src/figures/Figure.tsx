import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { useElementId } from '../signs/useElementId';

const useStyles = makeStyles(theme => ({
  figure: {
    padding: theme.spacing(1.75, 2),
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    minWidth: 0,
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(1.25) },
  },
  label: { fontSize: 13, fontWeight: 600, margin: 0 },
  value: {
    fontSize: 30,
    fontWeight: 700,
    lineHeight: 1.2,
    fontVariantNumeric: 'tabular-nums',
    [theme.breakpoints.down('xs')]: { fontSize: 24 },
  },
  unit: { fontSize: 16, fontWeight: 600, marginLeft: 5 },
  more: {
    marginTop: 'auto',
    fontSize: 13,
    color: theme.palette.text.secondary,
    overflowWrap: 'anywhere',
  },
}));

/** One of the big numbers on top of the page, or why there is none. */
export function Figure(props: {
  label: string;
  value?: string;
  unit?: string;
  /** In place of the number where it is not known. */
  missing?: string;
  children?: ReactNode;
}) {
  const { label, value, unit, missing, children } = props;
  const classes = useStyles();
  const labelId = useElementId();
  return (
    <Paper className={classes.figure} role="group" aria-labelledby={labelId}>
      <Typography
        id={labelId}
        component="h3"
        color="textSecondary"
        className={classes.label}
      >
        {label}
      </Typography>
      {value === undefined ? (
        <Typography color="textSecondary">{missing}</Typography>
      ) : (
        <Typography component="div" className={classes.value}>
          {value}
          {unit && <span className={classes.unit}>{unit}</span>}
        </Typography>
      )}
      <div className={classes.more}>{children}</div>
    </Paper>
  );
}
