import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { Notice } from '../page/Notice';
import { PictureMissing } from '../page/PictureMissing';
import { Section } from '../page/Section';
import { TabSkeleton } from '../page/TabSkeleton';
import { useConnections } from '../picture/useConnections';
import { countInWords } from '../words/counts';
import { SessionList } from '../sessions/SessionList';
import { ReplicaCard } from './ReplicaCard';
import { ServerCard } from './ServerCard';

const useStyles = makeStyles(theme => ({
  cards: { display: 'grid', gap: theme.spacing(2) },
  notice: { marginTop: theme.spacing(2) },
}));

/** Who may open how many connections to which server, and who waits. */
export function ConnectionsTab() {
  const classes = useStyles();
  const { answer, failure, reload } = useConnections();
  if (!answer) {
    return failure ? (
      <PictureMissing failure={failure} onRetry={reload} />
    ) : (
      <TabSkeleton />
    );
  }
  const { servers, replicas, history } = answer.value;
  const counted = servers.filter(({ connections }) => connections);
  const alive = replicas.filter(replica => replica.alive);
  return (
    <>
      {failure && (
        <div className={classes.notice}>
          <Notice tone="warning" title="The connections could not be renewed">
            {failure.sentence}
          </Notice>
        </div>
      )}
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
              <ServerCard key={server.id} server={server} />
            ))}
          </div>
        ) : (
          <Typography variant="body2">
            {servers.some(({ engine }) => engine !== 'sqlite')
              ? 'The connections of no server have been read yet.'
              : 'SQLite runs inside the backend: there are no connections to run out of.'}
          </Typography>
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
