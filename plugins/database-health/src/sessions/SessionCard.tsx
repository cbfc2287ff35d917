import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Engine, Session } from 'backstage-plugin-database-health-common';
import {
  durationInWords,
  engineData,
} from 'backstage-plugin-database-health-common';
import { useState } from 'react';
import { usePageLinks } from '../frame/PagePath';
import { CopyLine } from '../signs/CopyLine';
import { Isolated } from '../signs/Isolated';
import { StatementText } from '../signs/StatementText';
import { useElementId } from '../signs/useElementId';
import { countInWords } from '../words/counts';
import { originInWords, stateInWords, waitInWords } from './words';

const useStyles = makeStyles(theme => ({
  card: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 2fr) minmax(0, 3fr)',
    gap: theme.spacing(0.5, 3),
    padding: theme.spacing(1, 1.5),
    fontSize: 14,
    overflowWrap: 'anywhere',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  name: { fontWeight: 700 },
  more: { color: theme.palette.text.secondary, fontSize: 13 },
  troubled: { fontWeight: 700 },
  // Its words in line with those above.
  how: { marginLeft: -5 },
  end: { gridColumn: '1 / -1', minWidth: 0 },
}));

/** What one session does, for how long, and how to end it. */
export function SessionCard(props: {
  session: Session;
  engine: Engine;
  /** How many it blocks. */
  blocksOthers: number;
}) {
  const { session, engine, blocksOthers } = props;
  const { pid, databaseId, pluginId, background, transactionMs, statement } =
    session;
  const classes = useStyles();
  const links = usePageLinks();
  const endId = useElementId();
  const [ending, setEnding] = useState(false);
  // A prepared transaction and a worker of the server are ended otherwise.
  const line =
    pid !== 0 && background === undefined
      ? engineData[engine].sessions?.endLine('terminate', session)
      : undefined;
  const wait = waitInWords(session);
  return (
    <div className={classes.card}>
      <div>
        <div>
          <span className={classes.name}>
            {databaseId === null ? (
              pluginId ?? background ?? 'No plugin'
            ) : (
              <Link to={links.database(databaseId)}>
                {pluginId ?? databaseId}
              </Link>
            )}
          </span>{' '}
          · session {pid}
        </div>
        {blocksOthers > 0 && (
          <div className={classes.troubled}>
            Blocks {countInWords(blocksOthers, 'session')}
          </div>
        )}
        <div>{stateInWords(session)}</div>
        {wait && (
          <div
            className={
              session.blockedMs !== undefined ? classes.troubled : undefined
            }
          >
            {wait}
          </div>
        )}
        {transactionMs !== undefined && (
          <div>Transaction open for {durationInWords(transactionMs)}</div>
        )}
        <div className={classes.more}>
          <Isolated
            text={[databaseId !== null && background, originInWords(session)]
              .filter(Boolean)
              .join(', ')}
          />
        </div>
      </div>
      <div>
        <div className={classes.more}>
          {session.state === 'active' ? 'Statement' : 'Its last statement'}
        </div>
        {statement ? (
          <StatementText text={statement} />
        ) : (
          <Typography variant="body2">cannot be seen</Typography>
        )}
        {line && (
          <Button
            className={classes.how}
            size="small"
            aria-expanded={ending}
            aria-controls={endId}
            onClick={() => setEnding(!ending)}
          >
            How to end session {pid}
          </Button>
        )}
      </div>
      <div id={endId} className={classes.end}>
        {ending && line && (
          <>
            <Typography variant="body2" gutterBottom>
              The line closes its connection and rolls back its transaction;
              whoever waits for its answer gets an error. See first whether it
              is a migration, which is usually worth waiting for.
            </Typography>
            <CopyLine text={line} label={`Line that ends session ${pid}`} />
          </>
        )}
      </div>
    </div>
  );
}
