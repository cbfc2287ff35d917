import { useRange } from '../charts/RangeToggle';
import { Loaded } from '../page/Loaded';
import type { TabProps } from '../page/tab';
import { useStorage } from '../picture/useStorage';
import { useTransitions } from '../picture/useTransitions';
import { Activity } from './Activity';
import { activityRanges, defaultRange } from './ranges';

/** What changed, when, and for how long. */
export function ActivityTab({ overview }: TabProps) {
  const range = useRange('range', activityRanges, defaultRange.id);
  const changes = useTransitions(overview, range.since);
  const storage = useStorage(overview, range.watchedSince);
  const settled = storage.answer || storage.failure;
  return (
    <Loaded
      polled={settled ? changes : { ...changes, answer: undefined }}
      what="The changes"
    >
      {(transitions, receivedAt) => (
        <Activity
          {...transitions}
          overview={overview}
          watched={storage.answer?.value}
          range={range}
          to={receivedAt}
        />
      )}
    </Loaded>
  );
}
