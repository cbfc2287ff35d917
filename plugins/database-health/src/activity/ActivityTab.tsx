import { week } from '../charts/ranges';
import { useRange } from '../charts/RangeToggle';
import { useIncidents } from '../data/useIncidents';
import { useTransitions } from '../data/useTransitions';
import { Loaded } from '../frame/Loaded';
import type { TabProps } from '../frame/tab';
import { Activity } from './Activity';
import { activityRanges } from './activityRanges';

/** What was wrong, when, and for how long. */
export function ActivityTab({ overview }: TabProps) {
  const range = useRange('range', activityRanges, week);
  const incidents = useIncidents(overview, range.since);
  const transitions = useTransitions(overview, range.since);
  return (
    <Loaded polled={incidents} what="The incidents">
      {past => (
        <Loaded polled={transitions} what="The changes">
          {(changes, receivedAt) => (
            <Activity
              past={past}
              changes={changes}
              overview={overview}
              range={range}
              to={receivedAt}
              reload={incidents.reload}
            />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
