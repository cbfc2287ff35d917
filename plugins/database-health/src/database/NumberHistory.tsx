import type {
  Database,
  HistoryMetric,
  Overview,
} from 'backstage-plugin-database-health-common';
import { HistoryFigure } from '../charts/HistoryFigure';
import { useHistory } from '../picture/useHistory';
import { HistoryMissing } from './HistoryMissing';
import type { HistoryRange } from './ranges';
import { shownTime } from './shownTime';

const heightPx = 180;

/** How the latency or the connections went. */
export function NumberHistory(props: {
  overview: Overview;
  database: Database;
  range: HistoryRange;
  metric: Exclude<HistoryMetric, 'size'>;
  title: string;
}) {
  const { overview, database, range, metric, title } = props;
  const polled = useHistory(overview, database.id, {
    metric,
    since: range.since,
  });
  const { answer } = polled;
  if (!answer) {
    return <HistoryMissing polled={polled} heightPx={heightPx} />;
  }
  const { points } = answer.value;
  return (
    <HistoryFigure
      label={`${title} over time`}
      said={<strong>{title}</strong>}
      history={answer.value}
      heightPx={heightPx}
      notes={
        points.some(({ min, max }) => min !== max) &&
        'The light band goes from the least to the most of the time around each point.'
      }
      {...shownTime(range, points, answer.receivedAt)}
    />
  );
}
