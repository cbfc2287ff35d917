import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { HistoryFailing } from './HistoryFailing';
import { NothingObserved } from './NothingObserved';

const useStyles = makeStyles(theme => ({
  notices: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1.5),
    '&:empty': { display: 'none' },
  },
}));

/** What makes the picture less than whole. */
export function PictureNotices(props: { summary: Overview['summary'] }) {
  const { observed, history } = props.summary;
  const classes = useStyles();
  return (
    <div className={classes.notices}>
      {!observed && <NothingObserved />}
      {!history.working && <HistoryFailing history={history} />}
    </div>
  );
}
