import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Finding, Ledger } from 'backstage-plugin-database-health-common';
import { durationInWords } from 'backstage-plugin-database-health-common';
import { FindingBriefs } from '../findings/FindingBriefs';
import { Age } from '../signs/Age';
import { Breakable } from '../signs/Breakable';
import { Facts } from '../signs/Facts';
import { Prose } from '../signs/Prose';
import { timeInWords } from '../words/durations';
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
  // Beside the name where there is room, or below it as a whole.
  more: {
    display: 'inline-block',
    fontFamily: theme.typography.fontFamily,
    color: theme.palette.text.secondary,
  },
}));

/** What to do about a ledger, its migrations by name, lock, source and last run. */
export function LedgerBody(props: {
  ledger: Ledger;
  findings: readonly Finding[];
  databaseName?: string;
}) {
  const { ledger, findings, databaseName } = props;
  const { source, lock, lastRun, applied, pending, missing } = ledger;
  const { otherSources = [], outOfOrder = [], changed = [] } = ledger;
  const { unreadable } = ledger;
  const classes = useStyles();
  return (
    <>
      <FindingBriefs findings={findings} databaseName={databaseName} />
      <div className={classes.body}>
        <div>
          {unreadable !== undefined && (
            <Typography variant="body2">
              What it holds could not be read: <Prose text={unreadable} />
            </Typography>
          )}
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
                <>
                  <span className={classes.more}>
                    batch {batch}
                    {appliedAt && `, ${timeInWords(appliedAt)}`}
                  </span>{' '}
                  {changed.includes(name) && (
                    <strong className={classes.more}>
                      its file has changed since
                    </strong>
                  )}
                </>
              ),
            }))}
          />
        </div>
        <Facts
          facts={[
            unreadable === undefined && [
              'Lock',
              <LockFacts key="lock" lock={lock} />,
            ],
            [
              'Package',
              <Breakable key="package" name={source?.package ?? 'not known'} />,
            ],
            source?.directory
              ? [
                  'Directory',
                  <Breakable key="directory" name={source.directory} />,
                ]
              : undefined,
            otherSources.length > 0 && [
              'Shared with',
              <Prose
                key="others"
                text={otherSources
                  .map(each => each.package ?? each.directory ?? 'code')
                  .join(', ')}
              />,
            ],
            ledger.lastCommon !== undefined && [
              'Last common migration',
              <Breakable key="common" name={ledger.lastCommon} />,
            ],
            lastRun && [
              'Last run',
              <>
                {lastRun.outcome}, <Age since={lastRun.at} />, in{' '}
                {durationInWords(lastRun.durationMs)}
              </>,
            ],
            lastRun?.error !== undefined && [
              'Error',
              <Prose key="error" text={lastRun.error} />,
            ],
            [
              'Read',
              <span key="read" title={timeInWords(ledger.readAt)}>
                <Age since={ledger.readAt} />
              </span>,
            ],
          ]}
        />
      </div>
    </>
  );
}
