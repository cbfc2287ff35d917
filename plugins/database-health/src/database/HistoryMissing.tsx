import Typography from '@material-ui/core/Typography';
import Skeleton from '@material-ui/lab/Skeleton';
import type { History } from 'backstage-plugin-database-health-common';
import { plot } from '../charts/plot';
import { Notice } from '../page/Notice';
import type { Polled } from '../picture/usePolled';

/** What stands in place of a history that has not come. */
export function HistoryMissing(props: {
  polled: Polled<History>;
  heightPx?: number;
}) {
  const { polled, heightPx = plot.heightPx } = props;
  return polled.failure ? (
    <Notice tone="unknown" title="This history could not be loaded">
      <Typography variant="body2">{polled.failure.sentence}</Typography>
    </Notice>
  ) : (
    <Skeleton
      variant="rect"
      height={heightPx + 70}
      role="status"
      aria-label="Loading the history"
    />
  );
}
