import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { CheckResult } from 'backstage-plugin-database-health-common';
import { Prose } from '../signs/Prose';
import { ToneSign } from '../signs/ToneSign';

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
  scroll: { overflowX: 'auto' },
  said: { color: theme.palette.text.secondary, width: '60%' },
}));

const resultOrder: readonly CheckResult['status'][] = [
  'critical',
  'warning',
  'unknown',
  'info',
  'ok',
  'skipped',
];

/** What every check said, the worst first. */
export function CheckTable(props: { checks: readonly CheckResult[] }) {
  const classes = useStyles();
  const worstFirst = [...props.checks].sort(
    (a, b) => resultOrder.indexOf(a.status) - resultOrder.indexOf(b.status),
  );
  return (
    <Paper className={classes.scroll}>
      <table className={classes.table} aria-label="Checks of this database">
        <thead>
          <tr>
            <th scope="col">Check</th>
            <th scope="col">Result</th>
            <th scope="col">What it says</th>
          </tr>
        </thead>
        <tbody>
          {worstFirst.map(({ checkId, title, status, reason, findings }) => (
            <tr key={checkId}>
              <th scope="row">{title}</th>
              <td>
                <ToneSign tone={status} />
              </td>
              <td className={classes.said}>
                {findings.map(({ key, message }) => (
                  <div key={key}>
                    <Prose text={message} />
                  </div>
                ))}
                {reason && <Prose text={reason} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Paper>
  );
}
