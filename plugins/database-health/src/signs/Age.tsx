import { ageInWords, spanInWords, timeInWords } from '../words/durations';
import { useNow } from './useNow';

/** `3 min ago`, with date and time as its title. */
export function Age(props: { since: string; everyMs?: number }) {
  const { since, everyMs } = props;
  const now = useNow(everyMs);
  return (
    <time dateTime={since} title={timeInWords(since)}>
      {ageInWords(now - Date.parse(since))}
    </time>
  );
}

/** `3 min`: for how long something has been so. */
export function Span(props: { since: string; everyMs?: number }) {
  const { since, everyMs } = props;
  const now = useNow(everyMs);
  return (
    <time dateTime={since} title={timeInWords(since)}>
      {spanInWords(Math.max(0, now - Date.parse(since)))}
    </time>
  );
}
