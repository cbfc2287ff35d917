import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import type { Polled } from '../picture/usePolled';
import { Age } from '../signs/Age';
import { Notice } from './Notice';
import { PictureMissing } from './PictureMissing';
import { TabSkeleton } from './TabSkeleton';

const useStyles = makeStyles(theme => ({
  notice: { marginTop: theme.spacing(2) },
}));

/**
 * Shows an answer, a skeleton until it is there, and why it is not there or not
 * as fresh as it should be.
 */
export function Loaded<T>(props: {
  polled: Polled<T>;
  /** What it is that could not be renewed, as a sentence begins. */
  what: string;
  /** `receivedAt` in epoch milliseconds. */
  children: (value: T, receivedAt: number) => ReactNode;
}) {
  const { polled, what, children } = props;
  const { answer, failure, reload } = polled;
  const classes = useStyles();
  if (!answer) {
    return failure ? (
      <PictureMissing failure={failure} onRetry={reload} />
    ) : (
      <TabSkeleton />
    );
  }
  return (
    <>
      {failure && (
        <div className={classes.notice}>
          <Notice tone="warning" title={`${what} could not be renewed`}>
            {failure.sentence} You see what was known{' '}
            <Age since={new Date(answer.receivedAt).toISOString()} />.
          </Notice>
        </div>
      )}
      {children(answer.value, answer.receivedAt)}
    </>
  );
}
