import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import type { Failure } from '../picture/failure';
import type { Answer } from '../picture/lastAnswers';
import { Notice } from '../page/Notice';
import { Age } from '../signs/Age';
import { timeInWords } from '../words/durations';
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
export function PictureNotices(props: {
  answer: Answer<Overview>;
  failure?: Failure;
}) {
  const { answer, failure } = props;
  const { observed, history } = answer.value.summary;
  const classes = useStyles();
  return (
    <div className={classes.notices}>
      {failure && (
        <div role="alert">
          <Notice tone="warning" title="This picture could not be renewed">
            {failure.sentence} You see the picture of{' '}
            {timeInWords(new Date(answer.receivedAt).toISOString())} (
            <Age
              since={new Date(answer.receivedAt).toISOString()}
              everyMs={1_000}
            />
            ). This page asks again by itself.
          </Notice>
        </div>
      )}
      {!observed && <NothingObserved />}
      {!history.working && <HistoryFailing history={history} />}
    </div>
  );
}
