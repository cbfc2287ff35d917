import type { HistoryState } from 'backstage-plugin-database-health-common';
import { Notice } from '../frame/Notice';
import { Age } from '../signs/Age';

/** Our own database does not take what is to be kept. */
export function HistoryFailing(props: { history: HistoryState }) {
  const { failingSince } = props.history;
  return (
    <Notice tone="warning" title="The history cannot be kept">
      {failingSince ? (
        <>
          The database of the plugin <code>database-health</code> itself failed
          first <Age since={failingSince} />.
        </>
      ) : (
        <>
          The database of the plugin <code>database-health</code> itself does
          not work.
        </>
      )}{' '}
      The present picture is right; sizes and changes of this time are missing
      from the charts and are not made up later. The log of the backend says why
      it fails.
    </Notice>
  );
}
