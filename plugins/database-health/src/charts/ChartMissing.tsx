import Skeleton from '@material-ui/lab/Skeleton';
import { Notice } from '../frame/Notice';
import type { Failure } from '../data/failure';

/** What stands in place of a chart whose numbers have not come. */
export function ChartMissing(props: { failure?: Failure; heightPx: number }) {
  const { failure, heightPx } = props;
  return failure ? (
    <Notice tone="unknown" title="This history could not be loaded">
      {failure.sentence}
    </Notice>
  ) : (
    <Skeleton
      variant="rect"
      height={heightPx}
      role="status"
      aria-label="Loading the history"
    />
  );
}
