import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  databaseHealthDetailsReadPermission,
  Engine,
  Sessions,
  engineData,
} from 'backstage-plugin-database-health-common';
import { Notice } from '../frame/Notice';
import { Age } from '../signs/Age';
import { countInWords } from '../words/counts';
import { chainsOf } from './chains';
import { SessionTree } from './SessionTree';

const useStyles = makeStyles(theme => ({
  about: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 2),
    padding: theme.spacing(1.5),
  },
  name: { fontWeight: 700, overflowWrap: 'anywhere' },
  part: { padding: theme.spacing(1, 1.5), fontSize: 14, fontWeight: 700 },
}));

/** Who does what on a server or in a database, and who blocks whom. */
export function SessionList(props: {
  /** `null` where they were not read, `undefined` for those who may not see them. */
  sessions: Sessions | null | undefined;
  engine: Engine;
  /** The server, where there are several. */
  name?: string;
}) {
  const { sessions, engine, name } = props;
  const classes = useStyles();
  if (!sessions) {
    return (
      <Paper className={classes.about}>
        {name && <span className={classes.name}>{name}</span>}
        <Typography variant="body2">
          {missingWords(sessions, engine)}
        </Typography>
      </Paper>
    );
  }
  const { chains, others } = chainsOf(sessions.sessions);
  return (
    <Paper>
      <div className={classes.about}>
        {name && <span className={classes.name}>{name}</span>}
        <Typography variant="body2">
          {sessions.sessions.length === 0
            ? 'No session runs a statement, holds a transaction open or blocks others'
            : countInWords(sessions.sessions.length, 'session')}
          {sessions.truncated && ', and more that are not shown'}, as of{' '}
          <Age since={sessions.at} />.
        </Typography>
      </div>
      {sessions.partial && (
        <Notice tone="unknown" title="Partly seen">
          What some sessions of other roles do is hidden from the roles of the
          plugins. To see it, grant{' '}
          <code>{engineData[engine].sessions?.grant}</code> to one that
          Backstage connects as.
        </Notice>
      )}
      {chains.length > 0 && (
        <>
          <Typography component="h4" className={classes.part}>
            Who waits for whom
          </Typography>
          <SessionTree
            label="Who waits for whom"
            nodes={chains}
            engine={engine}
          />
        </>
      )}
      {others.length > 0 && (
        <>
          {chains.length > 0 && (
            <Typography component="h4" className={classes.part}>
              All others, the longest first
            </Typography>
          )}
          <SessionTree
            label="Sessions, the longest first"
            nodes={others.map(session => ({
              pid: session.pid,
              session,
              waiting: [],
            }))}
            engine={engine}
          />
        </>
      )}
    </Paper>
  );
}

function missingWords(sessions: null | undefined, engine: Engine): string {
  const { isServer, title } = engineData[engine];
  if (!isServer) {
    return `${title} has no sessions: it runs inside the backend.`;
  }
  return sessions === undefined
    ? `To see the sessions, you need the permission ${databaseHealthDetailsReadPermission.name}.`
    : 'The sessions were not read yet, or the engine does not tell them.';
}
