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
  const hidden = all ? 0 : Math.max(0, findings.length - shownAtFirst);
  const shown = findings.filter(
    ({ key }, index) => all || index < shownAtFirst || open.includes(key),
  );
  return (
    <Paper>
      <ul className={classes.list}>
        {shown.map(finding => (
          <li
            key={finding.key}
            ref={finding.key === linked.current ? linkedRow : undefined}
          >
            <FindingRow
              finding={finding}
              database={databases.find(({ id }) => id === finding.databaseId)}
              open={open.includes(finding.key)}
              onToggle={() =>
                setOpen(
                  open.includes(finding.key)
                    ? open.filter(key => key !== finding.key)
                    : [...open, finding.key],
                )
              }
            />
          </li>
        ))}
      </ul>
      {hidden > 0 && (
        <div className={classes.more}>
          <Button size="small" onClick={() => setAll(true)}>
            Show all {countInWords(findings.length, 'finding')}
          </Button>
        </div>
      )}
    </Paper>
  );
}
