import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { Finding, Server } from 'backstage-plugin-database-health-common';
import { engineData } from 'backstage-plugin-database-health-common';
import { FindingBriefs } from '../findings/FindingBriefs';
import { Age, Span } from '../signs/Age';
import { Breakable } from '../signs/Breakable';
import { ToneSign } from '../signs/ToneSign';
import { countInWords, numberInWords } from '../words/counts';
import { ConnectionBar } from './ConnectionBar';
import { PluginConnections } from './PluginConnections';

const useStyles = makeStyles(theme => ({
  card: { padding: theme.spacing(2), minWidth: 0 },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0.5, 2),
    marginBottom: theme.spacing(1),
  },
  name: { fontWeight: 700, overflowWrap: 'anywhere' },
  engine: { color: theme.palette.text.secondary, fontSize: 14 },
  // In line with what stands around them.
  findings: { margin: theme.spacing(0, -2) },
  sentence: { fontSize: 14, margin: theme.spacing(1, 0) },
}));

/** How one server is, what it has room for, what may be asked of it, and by whom. */
export function ServerCard(props: {
  server: Server;
  /** Why its status is what it is. */
  findings: readonly Finding[];
}) {
  const { id, host, engine, version, status, role, connections, budget } =
    props.server;
  const classes = useStyles();
  return (
    <Paper className={classes.card}>
      <div className={classes.head}>
        <span className={classes.name}>
          <Breakable name={host ?? id} />
        </span>
        <span className={classes.engine}>
          {engineData[engine].title} {version}
          {role !== 'unknown' && `, ${role}`}
        </span>
        <ToneSign tone={status} />
      </div>
      <OtherAddresses server={props.server} />
      {props.findings.length > 0 && (
        <div className={classes.findings}>
          <FindingBriefs findings={props.findings} />
        </div>
      )}
      {connections && (
        <ConnectionBar connections={connections} budget={budget} />
      )}
      <p className={classes.sentence}>
        <InUse server={props.server} />
        {budget && (
          <>
            {' '}
            The pools of{' '}
            {countInWords(
              new Set(budget.byPlugin.map(({ pluginId }) => pluginId)).size,
              'plugin',
            )}{' '}
            may open <strong>{numberInWords(budget.max)}</strong>
            {props.server.pooler ? (
              <>
                {' '}
                connections; the server has {numberInWords(
                  budget.available,
                )}{' '}
                for them. Through the pooler its own limits hold, which are not
                read.
              </>
            ) : (
              <>
                {' '}
                of the {numberInWords(budget.available)} that are theirs
                {budget.max > budget.available && (
                  <>, {numberInWords(budget.max - budget.available)} too many</>
                )}
                .
              </>
            )}
          </>
        )}
      </p>
      <PluginConnections server={props.server} />
    </Paper>
  );
}

/** What is in use now, or that nobody knows. */
function InUse({ server }: { server: Server }) {
  const { connections, status, unreachableSince } = server;
  if (!connections) {
    return unreachableSince === undefined ? (
      <>How many are in use is not known now.</>
    ) : (
      <>
        How many are in use is not known: it has answered nobody for{' '}
        <Span since={unreachableSince} />.
      </>
    );
  }
  const { used, limit, reserved, readAt } = connections;
  return (
    <>
      <strong>{numberInWords(used)}</strong> of {numberInWords(limit)} are in
      use
      {reserved > 0 && (
        <>, {numberInWords(reserved)} are kept for administrators</>
      )}
      {status !== 'ok' && (
        <>
          , counted <Age since={readAt} />
        </>
      )}
      .
    </>
  );
}

/** Who does not reach it directly, and by what else it is known. */
function OtherAddresses({ server }: { server: Server }) {
  const { host, addresses = [], pooler } = server;
  const classes = useStyles();
  const others = addresses.filter(address => address !== host);
  if (!pooler && others.length === 0) {
    return null;
  }
  return (
    <p className={classes.sentence}>
      {pooler && (
        <>
          {countInWords(pooler.pluginIds.length, 'plugin')}{' '}
          {pooler.pluginIds.length === 1 ? 'reaches' : 'reach'} it through a
          connection pooler.{' '}
        </>
      )}
      {others.length > 0 && (
        <>
          Also known as <Breakable name={others.join(', ')} />.
        </>
      )}
    </p>
  );
}
