import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import type { Finding, Ledger } from 'backstage-plugin-database-health-common';
import { usePageLinks } from '../page/PagePath';
import { Age } from '../signs/Age';
import { Facts } from '../signs/Facts';
import { durationInWords, timeInWords } from '../words/durations';
import { LockFacts } from './LockFacts';
import { NameList } from './NameList';

const useStyles = makeStyles(theme => ({
  body: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(240px, 2fr)',
    gap: theme.spacing(2, 4),
    padding: theme.spacing(1, 2, 2.5),
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  more: { color: theme.palette.text.secondary },
}));

/** A ledger's migrations by name, its lock, source and last run. */
export function LedgerBody(props: {
  ledger: Ledger;
  findings: readonly Finding[];
}) {
  const { ledger, findings } = props;
  const { source, lock, lastRun, applied, pending, missing } = ledger;
  const { otherSources = [], outOfOrder = [], changed = [] } = ledger;
  const classes = useStyles();
  const links = usePageLinks();
  return (
    <div className={classes.body}>
      <div>
        <NameList
          title="Missing: applied, but without a file"
          names={missing.map(name => ({ name }))}
        />
        <NameList
          title="Pending: not applied"
          names={pending.map(name => ({
            name,
            more: outOfOrder.includes(name) && (
              <span className={classes.more}>
                older than one that is applied
              </span>
            ),
          }))}
        />
        <NameList
          title="Applied, the newest first"
          names={[...applied].reverse().map(({ name, batch, appliedAt }) => ({
            name,
            more: (
              <span className={classes.more}>
                batch {batch}
                {appliedAt && `, ${timeInWords(appliedAt)}`}
                {changed.includes(name) && (
                  <strong>, its file has changed since</strong>
                )}
              </span>
            ),
          }))}
        />
      </div>
      <Facts
        facts={[
          findings.length > 0 && [
            'Findings',
            findings.map(finding => (
              <div key={finding.key}>
                <Link to={links.finding(finding.key)}>{finding.title}</Link>
              </div>
            )),
          ],
          ['Lock', <LockFacts key="lock" lock={lock} />],
          ['Package', source?.package ?? 'not known'],
          source?.directory ? ['Directory', source.directory] : undefined,
          otherSources.length > 0 && [
            'Shared with',
            otherSources
              .map(each => each.package ?? each.directory ?? 'code')
              .join(', '),
          ],
          ledger.lastCommon !== undefined && [
            'Last common migration',
            ledger.lastCommon,
          ],
          lastRun && [
            'Last run',
            <>
              {lastRun.outcome}, <Age since={lastRun.at} />, in{' '}
              {durationInWords(lastRun.durationMs)}
            </>,
          ],
          lastRun?.error !== undefined && ['Error', lastRun.error],
          ledger.unreadable !== undefined && ['Not read', ledger.unreadable],
          [
            'Read',
            <span key="read" title={timeInWords(ledger.readAt)}>
              <Age since={ledger.readAt} />
            </span>,
          ],
        ]}
      />
    </div>
  );
}
