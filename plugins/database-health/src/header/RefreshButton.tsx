import Button from '@material-ui/core/Button';
import CircularProgress from '@material-ui/core/CircularProgress';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import RefreshIcon from '@material-ui/icons/Refresh';
import { usePermission } from '@backstage/plugin-permission-react';
import { databaseHealthManagePermission } from 'backstage-plugin-database-health-common';
import { useRefresh } from '../data/useRefresh';
import { Span } from '../signs/Age';
import { useNow } from '../signs/useNow';

const useStyles = makeStyles(theme => ({
  refresh: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  said: { maxWidth: '28em' },
}));

/**
 * Asks for a survey, for those who may manage; says how it goes to everybody.
 */
export function RefreshButton(props: {
  surveyRequestedAt?: string;
  reload: () => Promise<void>;
}) {
  const { surveyRequestedAt, reload } = props;
  const classes = useStyles();
  const { allowed } = usePermission({
    permission: databaseHealthManagePermission,
  });
  const refresh = useRefresh(reload);
  const now = useNow(1_000);
  const waitSeconds = Math.ceil(((refresh.againAt ?? 0) - now) / 1000);
  const waiting = waitSeconds > 0;
  const surveying = surveyRequestedAt !== undefined;

  return (
    <div className={classes.refresh}>
      <Typography variant="body2" className={classes.said} role="status">
        {surveying && (
          <>
            Survey running for{' '}
            <Span since={surveyRequestedAt} everyMs={1_000} />
          </>
        )}
        {!surveying &&
          waiting &&
          `A survey has just been asked for. Again in ${waitSeconds} s.`}
        {!surveying && refresh.failure && (
          <>No survey was asked for. {refresh.failure.sentence}</>
        )}
      </Typography>
      {allowed && (
        <Button
          variant="outlined"
          size="small"
          disabled={surveying || waiting || refresh.asking}
          onClick={refresh.ask}
          startIcon={
            surveying || refresh.asking ? (
              <CircularProgress size={16} color="inherit" aria-hidden />
            ) : (
              <RefreshIcon />
            )
          }
        >
          Refresh
        </Button>
      )}
    </div>
  );
}
