import type { Database } from 'backstage-plugin-database-health-common';
import { Notice } from '../frame/Notice';
import { Age, Span } from '../signs/Age';

/** What does not answer is shown as it was when it last did. */
export function Unreachable(props: { database: Database }) {
  const { reachable, unreachableSince, surveyedAt, stale, checkedAt } =
    props.database;
  const asOf = surveyedAt && (
    <>
      {' '}
      Sizes and migrations below are of <Age since={surveyedAt} />.
    </>
  );
  if (reachable === false) {
    return (
      <Notice
        tone="critical"
        title={
          unreachableSince ? (
            <>
              This database has not answered for{' '}
              <Span since={unreachableSince} />
            </>
          ) : (
            'This database does not answer'
          )
        }
      >
        You see the last picture.{asOf}
      </Notice>
    );
  }
  if (stale && checkedAt) {
    return (
      <Notice tone="unknown" title="This picture is stale">
        The database was last looked at <Age since={checkedAt} />.{asOf}
      </Notice>
    );
  }
  return null;
}
