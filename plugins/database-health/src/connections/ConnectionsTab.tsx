import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  ConnectionsReport,
  Overview,
} from 'backstage-plugin-database-health-common';
import { engineData } from 'backstage-plugin-database-health-common';
import { Loaded } from '../frame/Loaded';
import { Notice } from '../frame/Notice';
import { Section } from '../frame/Section';
import type { TabProps } from '../frame/tab';
import { useConnections } from '../data/useConnections';
import { countInWords } from '../words/counts';
import { SessionList } from '../sessions/SessionList';
import { ReplicaCard } from './ReplicaCard';
import { ServerCard } from './ServerCard';

const useStyles = makeStyles(theme => ({
  cards: { display: 'grid', gap: theme.spacing(2) },
  notice: { marginTop: theme.spacing(2) },
}));

/** Who may open how many connections to which server, and who waits. */
export function ConnectionsTab({ overview }: TabProps) {
  const polled = useConnections();
  return (
    <Loaded polled={polled} what="The connections">
      {report => <Connections report={report} overview={overview} />}
    </Loaded>
  );
}

function Connections(props: { report: ConnectionsReport; overview: Overview }) {
  const { servers, replicas, history } = props.report;
  const { findings } = props.overview;
  const classes = useStyles();
  // Those of a server that cannot be looked at now are not known.
  const counted = servers.filter(
    ({ engine, connections, budget, unreachableSince }) =>
      engineData[engine].isServer &&
      (connections ?? budget ?? unreachableSince),
  );
  const alive = replicas.filter(replica => replica.alive);
  return (
    <>
      {!history.working && (
        <div className={classes.notice}>
          <Notice tone="warning" title="Other replicas are not seen">
            Replicas tell each other of their pools through the store of
            Database Health, which does not work now. What follows is of the
            replica that answered.
          </Notice>
        </div>
      )}
      <Section title="Servers">
        {counted.length > 0 ? (
          <div className={classes.cards}>
            {counted.map(server => (
              <ServerCard
                key={server.id}
                server={server}
                findings={findings.filter(
                  ({ serverId, severity }) =>
                    serverId === server.id && severity !== 'info',
                )}
              />
            ))}
          </div>
        ) : (
          <Typography variant="body2">{serverless(servers)}</Typography>
        )}
      </Section>
      {counted.length > 0 && (
        <Section title="Sessions">
          <div className={classes.cards}>
            {counted.map(({ id, host, engine, sessions }) => (
              <SessionList
                key={id}
                sessions={sessions}
                engine={engine}
                name={counted.length > 1 ? host ?? id : undefined}
              />
            ))}
          </div>
        </Section>
      )}
      <Section
        title="Pools"
        aside={`in ${countInWords(alive.length, 'living replica')}`}
      >
        <div className={classes.cards}>
          {replicas.map((replica, index) => (
            <ReplicaCard
              key={replica.id}
              replica={replica}
              answered={index === 0}
            />
          ))}
        </div>
      </Section>
    </>
  );
}

/** Why there is no server to show. */
function serverless(servers: ConnectionsReport['servers']): string {
  const [first] = servers;
  if (!first) {
    return 'No server is known.';
  }
  return servers.some(({ engine }) => engineData[engine].isServer)
    ? 'The connections of no server have been read yet.'
    : `${
        engineData[first.engine].title
      } runs inside the backend: there are no connections to run out of.`;
}
