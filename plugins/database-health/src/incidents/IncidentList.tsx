import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { useEffect, useRef } from 'react';
import type { Dismissing } from '../findings/dismissal/useDismissing';
import { groupFindings } from '../findings/group';
import type { OpenFindings } from '../findings/useOpenFindings';
import { useUrlList } from '../frame/useUrlList';
import { IncidentRow } from './IncidentRow';
import type { JoinedIncident } from './joined';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
});

/**
 * Incidents in the order given, each with its cause on top and its symptoms folded
 * below; which of both are open stands in the URL.
 */
export function IncidentList(props: {
  incidents: readonly JoinedIncident[];
  overview: Overview;
  open: OpenFindings;
  dismissing: Dismissing;
}) {
  const { incidents, overview, open, dismissing } = props;
  const classes = useStyles();
  const [folds, setFolds] = useUrlList('symptoms');
  const linkedRow = useRef<HTMLLIElement>(null);

  useEffect(() => {
    linkedRow.current?.scrollIntoView?.({ block: 'center' });
  }, []);

  return (
    <Paper component="ul" className={classes.list}>
      {incidents.map(({ incident, cause, symptoms }) => {
        const { id } = incident;
        const causes = cause && groupFindings([cause])[0];
        const groups = groupFindings(symptoms);
        const folded = `!${id}`;
        // One that the reader came for by a link is not hidden, until it is folded.
        const linked = groups.some(open.has);
        const unfolded =
          folds.includes(id) || (linked && !folds.includes(folded));
        const whenFolded = linked ? [folded] : [];
        return (
          <li key={id} ref={causes && open.isLinked(causes) ? linkedRow : null}>
            <IncidentRow
              incident={incident}
              cause={causes}
              symptoms={groups}
              overview={overview}
              open={open}
              dismissing={dismissing}
              unfolded={unfolded}
              onToggleFold={() =>
                setFolds([
                  ...folds.filter(each => each !== id && each !== folded),
                  ...(unfolded ? whenFolded : [id]),
                ])
              }
            />
          </li>
        );
      })}
    </Paper>
  );
}
