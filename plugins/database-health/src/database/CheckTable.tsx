import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { CheckResult } from 'backstage-plugin-database-health-common';
import { useState } from 'react';
import { Prose } from '../signs/Prose';
import { ToneSign } from '../signs/ToneSign';
import { countInWords } from '../words/counts';

const useStyles = makeStyles(theme => ({
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    fontSize: 14,
    '& th, & td': {
      padding: theme.spacing(0.75, 1.5),
      textAlign: 'left',
      verticalAlign: 'top',
      fontWeight: 'inherit',
      overflowWrap: 'anywhere',
    },
    '& thead th': {
      fontSize: 12,
      fontWeight: 700,
      color: theme.palette.text.secondary,
    },
    '& tbody tr': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  result: { width: 130 },
  fold: { margin: theme.spacing(0.5, 1) },
  said: { color: theme.palette.text.secondary, fontSize: 13 },
}));

const resultOrder: readonly CheckResult['status'][] = [
  'critical',
  'warning',
  'unknown',
  'info',
  'ok',
  'skipped',
];

/** What one need not read, where there is much of it. */
const quietResults: ReadonlySet<CheckResult['status']> = new Set([
  'ok',
  'skipped',
]);
const foldAbove = 10;

/** What every check said, the worst first. */
export function CheckTable(props: { checks: readonly CheckResult[] }) {
  const classes = useStyles();
  const [all, setAll] = useState(false);
  const worstFirst = [...props.checks].sort(
    (a, b) => resultOrder.indexOf(a.status) - resultOrder.indexOf(b.status),
  );
  const quiet = worstFirst.filter(({ status }) => quietResults.has(status));
  const folds = quiet.length > foldAbove;
  const shown =
    folds && !all
      ? worstFirst.filter(({ status }) => !quietResults.has(status))
      : worstFirst;
  return (
    <Paper>
      {shown.length > 0 && (
        <table className={classes.table} aria-label="Checks of this database">
          <thead>
            <tr>
              <th scope="col" className={classes.result}>
                Result
              </th>
              <th scope="col">Check</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ checkId, title, status, reason, findings }) => (
              <tr key={checkId}>
                <td>
                  <ToneSign tone={status} />
                </td>
                <th scope="row">
                  {title}
                  {findings.map(({ key, message, dismissed }) => (
                    <div key={key} className={classes.said}>
                      {dismissed && 'Dismissed: '}
                      <Prose text={message} />
                    </div>
                  ))}
                  {reason && (
                    <div className={classes.said}>
                      <Prose text={reason} />
                    </div>
                  )}
                </th>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {folds && (
        <Button
          className={classes.fold}
          size="small"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? 'Hide' : 'Show'} {quietWords(quiet)}
        </Button>
      )}
    </Paper>
  );
}

function quietWords(quiet: readonly CheckResult[]): string {
  const skipped = quiet.filter(({ status }) => status === 'skipped').length;
  const ok = quiet.length - skipped;
  const words = `${countInWords(ok, 'check')} that ${
    ok === 1 ? 'is' : 'are'
  } OK`;
  return skipped > 0
    ? `${words} and ${skipped} that ${skipped === 1 ? 'was' : 'were'} skipped`
    : words;
}
