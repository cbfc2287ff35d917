import Paper from '@material-ui/core/Paper';
import type SvgIcon from '@material-ui/core/SvgIcon';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  paper: {
    maxWidth: 720,
    margin: theme.spacing(4, 'auto'),
    padding: theme.spacing(4),
    display: 'flex',
    gap: theme.spacing(3),
    [theme.breakpoints.down('xs')]: {
      margin: 0,
      padding: theme.spacing(2),
      flexDirection: 'column',
      gap: theme.spacing(1),
    },
  },
  icon: { fontSize: 48, color: theme.palette.text.secondary },
  words: {
    minWidth: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
  },
  title: { fontSize: 22, marginBottom: 0 },
}));

/** What stands in place of the page when there is nothing else to show. */
export function FullNotice(props: {
  Icon: typeof SvgIcon;
  title: string;
  children: ReactNode;
}) {
  const { Icon, title, children } = props;
  const classes = useStyles();
  return (
    <Paper className={classes.paper} role="alert">
      <Icon className={classes.icon} aria-hidden />
      <div className={classes.words}>
        <Typography variant="h2" className={classes.title}>
          {title}
        </Typography>
        {children}
      </div>
    </Paper>
  );
}
