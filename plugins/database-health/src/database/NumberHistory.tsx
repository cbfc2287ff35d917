import type {
  Database,
  HistoryReport,
  Overview,
} from 'backstage-plugin-database-health-common';
import { HistoryFigure } from '../charts/HistoryFigure';
import type { Range } from '../charts/ranges';
import { useHistory } from '../data/useHistory';
import { shownTime } from './shownTime';

const heightPx = 180;

/** How a latency or the connections went. */
export function NumberHistory(props: {
  overview: Overview;
  database: Database;
  range: Range;
  metric: Exclude<HistoryReport['metric'], 'size'>;
  title: string;
  /** Said where nothing was kept; otherwise that it comes. */
  none?: string;
}) {
  const { overview, database, range, metric, title, none } = props;
  const polled = useHistory(overview, database.id, {
    metric,
    since: range.since,
  });
  const { points = [] } = polled.answer?.value ?? {};
  return (
    <HistoryFigure
      label={`${title} over time`}
      said={<strong>{title}</strong>}
      polled={polled}
      none={none}
      heightPx={heightPx}
      notes={
        points.some(({ min, max }) => min !== max) &&
        'The light band goes from the least to the most of the time around each point.'
      }
      {...shownTime(range, points, polled.answer?.receivedAt)}
    />
  );
}
