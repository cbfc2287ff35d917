import { useRange } from '../charts/RangeToggle';
import { Loaded } from '../frame/Loaded';
import type { TabProps } from '../frame/tab';
import { useTransitions } from '../data/useTransitions';
import { Activity } from './Activity';
import { activityRanges, defaultRange } from './ranges';

/** What changed, when, and for how long. */
export function ActivityTab({ overview }: TabProps) {
  const range = useRange('range', activityRanges, defaultRange.id);
  return (
    <Loaded polled={useTransitions(overview, range.since)} what="The changes">
      {(changes, receivedAt) => (
        <Activity
          changes={changes}
          overview={overview}
          range={range}
          to={receivedAt}
        />
      )}
    </Loaded>
  );
}
