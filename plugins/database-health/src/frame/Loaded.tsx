import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import type { Answer } from '../data/lastAnswers';
import type { Polled } from '../data/usePolled';
import { Age } from '../signs/Age';
import { timeInWords } from '../words/durations';
import { Notice } from './Notice';
import { PictureMissing } from './PictureMissing';
import { TabSkeleton } from './TabSkeleton';

const useStyles = makeStyles(theme => ({
  notice: { marginTop: theme.spacing(2) },
}));

/**
 * Shows an answer, a skeleton until it is there, and why it is not there or not
 * as fresh as it should be. Who may not read any more sees nothing of it.
 */
export function Loaded<T>(props: {
  polled: Polled<T>;
  /** What it is that could not be refreshed, as a sentence begins. */
  what: string;
  /** Stands above the notice that says so. */
  head?: (answer: Answer<T>) => ReactNode;
  /** `receivedAt` in epoch milliseconds. */
  children: (value: T, receivedAt: number) => ReactNode;
}) {
  const { polled, what, head, children } = props;
  const { answer, failure, reload } = polled;
  const classes = useStyles();
  if (!answer || failure?.kind === 'permission') {
    return failure ? (
      <PictureMissing failure={failure} onRetry={reload} />
    ) : (
      <TabSkeleton />
    );
  }
  const receivedAt = new Date(answer.receivedAt).toISOString();
  return (
    <>
      {head?.(answer)}
      {failure && (
        <div className={classes.notice} role="alert">
          <Notice tone="warning" title={`${what} could not be refreshed`}>
            {failure.sentence} You see what was known at{' '}
            {timeInWords(receivedAt)} (
            <Age since={receivedAt} everyMs={1_000} />
            ). This page asks again by itself.
          </Notice>
        </div>
      )}
      {children(answer.value, answer.receivedAt)}
    </>
  );
}
