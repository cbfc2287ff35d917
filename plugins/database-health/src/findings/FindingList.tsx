import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Database,
  Finding,
} from 'backstage-plugin-database-health-common';
import { useEffect, useRef, useState } from 'react';
import { useUrlList } from '../page/useUrlList';
import { countInWords } from '../words/counts';
import { FindingRow } from './FindingRow';
import { groupFindings } from './group';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  more: { padding: theme.spacing(0.5, 1) },
  none: { padding: theme.spacing(2) },
}));

/** Findings shown before the reader asks for more. */
const shownAtFirst = 12;

/**
 * Findings in the order given. Which are open stands in the URL, so that a
 * link to a finding opens it.
 */
export function FindingList(props: {
  findings: readonly Finding[];
  databases: readonly Database[];
  /** Said where there is nothing to show. */
  none: string;
}) {
  const { findings, databases, none } = props;
  const classes = useStyles();
  const [open, setOpen] = useUrlList('finding');
  const [all, setAll] = useState(false);
  const linked = useRef(open[0]);
  const linkedRow = useRef<HTMLLIElement>(null);

  useEffect(() => {
    linkedRow.current?.scrollIntoView?.({ block: 'center' });
  }, []);

  if (findings.length === 0) {
    return (
      <Paper className={classes.none}>
        <Typography variant="body2">{none}</Typography>
      </Paper>
    );
  }
  const groups = groupFindings(findings).map(group => ({
    group,
    keys: group.all.map(({ key }) => key),
  }));
  const isOpen = (keys: readonly string[]) =>
    keys.some(key => open.includes(key));
  const shown = groups.filter(
    ({ keys }, index) => all || index < shownAtFirst || isOpen(keys),
  );
  return (
    <Paper>
      <ul className={classes.list}>
        {shown.map(({ group, keys }) => (
          <li
            key={keys[0]}
            ref={
              linked.current && keys.includes(linked.current)
                ? linkedRow
                : undefined
            }
          >
            <FindingRow
              group={group}
              databases={databases}
              open={isOpen(keys)}
              onToggle={() =>
                setOpen(
                  isOpen(keys)
                    ? open.filter(key => !keys.includes(key))
                    : [...open, keys[0]],
                )
              }
            />
          </li>
        ))}
      </ul>
      {shown.length < groups.length && (
        <div className={classes.more}>
          <Button size="small" onClick={() => setAll(true)}>
            Show {countInWords(groups.length - shown.length, 'more finding')}
          </Button>
        </div>
      )}
    </Paper>
  );
}
