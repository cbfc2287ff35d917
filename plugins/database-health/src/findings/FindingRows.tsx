import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { useEffect, useRef } from 'react';
import { DismissalLine } from './dismissal/DismissalLine';
import type { Dismissals } from './dismissal/useDismissals';
import { FindingRow } from './FindingRow';
import type { FindingGroup } from './group';
import type { OpenFindings } from './useOpenFindings';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
});

/** Findings, each with the way to dismiss or to restore it. */
export function FindingRows(props: {
  groups: readonly FindingGroup[];
  overview: Overview;
  open: OpenFindings;
  /** Absent for those who may not. */
  onDismiss?: (group: FindingGroup) => void;
  onRestore?: (group: FindingGroup) => ReturnType<Dismissals['restore']>;
}) {
  const { groups, overview, open, onDismiss, onRestore } = props;
  const classes = useStyles();
  const linkedRow = useRef<HTMLLIElement>(null);

  useEffect(() => {
    linkedRow.current?.scrollIntoView?.({ block: 'center' });
  }, []);

  return (
    <ul className={classes.list}>
      {groups.map(group => {
        const { dismissed } = group.first;
        return (
          <li
            key={group.first.key}
            ref={open.isLinked(group) ? linkedRow : undefined}
          >
            <FindingRow
              group={group}
              overview={overview}
              open={open.has(group)}
              onToggle={() => open.toggle(group)}
              onDismiss={
                onDismiss && !dismissed ? () => onDismiss(group) : undefined
              }
            />
            {dismissed && (
              <DismissalLine
                dismissed={dismissed}
                onRestore={onRestore && (() => onRestore(group))}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
