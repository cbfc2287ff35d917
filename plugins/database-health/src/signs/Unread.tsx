import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  unread: { color: theme.palette.text.secondary, whiteSpace: 'nowrap' },
}));

/** In place of a number that is not known: not read is never 0. */
export function Unread(props: { children?: ReactNode }) {
  const classes = useStyles();
  return <span className={classes.unread}>{props.children ?? 'not read'}</span>;
}
