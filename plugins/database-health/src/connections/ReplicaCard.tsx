import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { Replica } from 'backstage-plugin-database-health-common';
import { durationInWords } from 'backstage-plugin-database-health-common';
import { DataTable } from '../tables/DataTable';
import { usePageLinks } from '../frame/PagePath';
import { Age } from '../signs/Age';
import { Breakable } from '../signs/Breakable';
import { PoolBar } from '../signs/PoolBar';
import { numberInWords } from '../words/counts';

const useStyles = makeStyles(theme => ({
  card: { minWidth: 0 },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1.5, 2),
  },
  name: { fontWeight: 700, overflowWrap: 'anywhere' },
  more: { color: theme.palette.text.secondary, fontSize: 14 },
  troubled: { fontWeight: 700 },
}));

/** The pools of one replica, those in trouble first. */
export function ReplicaCard(props: { replica: Replica; answered: boolean }) {
  const { replica, answered } = props;
  const { id, host, alive, version, startedAt, lastSeenAt } = replica;
  const classes = useStyles();
  const links = usePageLinks();
  const pools = [...replica.pools].sort(troubledFirst);
  return (
    <Paper className={classes.card}>
      <div className={classes.head}>
        <span className={classes.name}>
          <Breakable name={host ?? `Replica ${id.slice(0, 8)}`} />
        </span>
        <span className={classes.more}>
          version {version}, started <Age since={startedAt} />
          {answered && ', answers this page'}
        </span>
        {!alive && (
          <span className={classes.more}>
            gone: last seen <Age since={lastSeenAt} />; its pools do not count
          </span>
        )}
      </div>
      {pools.length > 0 && (
        <DataTable
          whole
          label={`Pools of ${host ?? `replica ${id.slice(0, 8)}`}`}
          data={{
            columns: [
              'Plugin',
              'Pool',
              'Waiting now for',
              'Timeouts',
              'Failed to open',
              'Waits p50 / p95 / p99',
            ],
            words: ['Pool'],
            rows: pools.map(pool => [
              <Link to={links.database(pool.pluginId)}>{pool.pluginId}</Link>,
              <PoolBar pool={pool} />,
              pool.oldestWaitMs > 0 ? (
                <span className={classes.troubled}>
                  {durationInWords(pool.oldestWaitMs)}
                </span>
              ) : (
                '–'
              ),
              numberInWords(pool.timeouts),
              numberInWords(pool.createFailures),
              waitsOf(pool),
            ]),
          }}
        />
      )}
    </Paper>
  );
}

function waitsOf({
  waitMs: { p50, p95, p99 },
}: Replica['pools'][number]): string {
  return p99 === 0
    ? 'none lately'
    : [p50, p95, p99].map(durationInWords).join(' / ');
}

function troubledFirst(
  a: Replica['pools'][number],
  b: Replica['pools'][number],
): number {
  return (
    b.pending - a.pending ||
    failuresOf(b) - failuresOf(a) ||
    b.used / Math.max(1, b.max) - a.used / Math.max(1, a.max) ||
    a.pluginId.localeCompare(b.pluginId)
  );
}

function failuresOf({
  timeouts,
  createFailures,
}: Replica['pools'][number]): number {
  return timeouts + createFailures;
}
