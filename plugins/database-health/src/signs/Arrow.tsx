import { makeStyles } from '@material-ui/core/styles';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import clsx from 'clsx';

const useStyles = makeStyles(theme => ({
  arrow: {
    color: theme.palette.text.secondary,
    transition: theme.transitions.create('transform'),
  },
  open: { transform: 'rotate(180deg)' },
}));

/** Shows of what opens to more whether it is open. */
export function Arrow(props: { open: boolean; className?: string }) {
  const { open, className } = props;
  const classes = useStyles();
  return (
    <ExpandMoreIcon
      aria-hidden
      className={clsx(classes.arrow, open && classes.open, className)}
    />
  );
}
