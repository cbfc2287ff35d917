import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  type Engine,
  engineData,
} from 'backstage-plugin-database-health-common';
import { countInWords } from '../words/counts';
import { SessionNode, waitingFor } from './chains';
import { SessionCard } from './SessionCard';
import { holderInWords } from './words';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: { borderTop: `1px solid ${theme.palette.divider}` },
  below: {
    marginLeft: theme.spacing(3),
    borderLeft: `3px solid ${theme.palette.text.secondary}`,
    [theme.breakpoints.down('sm')]: { marginLeft: theme.spacing(1) },
  },
  unseen: { padding: theme.spacing(1, 1.5) },
}));

/** Sessions with those that wait for them below. */
export function SessionTree(props: {
  label: string;
  nodes: readonly SessionNode[];
  engine: Engine;
}) {
  const { label, nodes, engine } = props;
  const classes = useStyles();
  return (
    <ul className={classes.list} aria-label={label}>
      {nodes.map(node => (
        <li key={node.pid} className={classes.item}>
          {node.session ? (
            <SessionCard
              session={node.session}
              engine={engine}
              blocksOthers={waitingFor(node)}
            />
          ) : (
            <Typography variant="body2" className={classes.unseen}>
              {unseenInWords(node, engine)}
            </Typography>
          )}
          {node.waiting.length > 0 && (
            <div className={classes.below}>
              <SessionTree
                label={`Those that wait for ${holderInWords(node.pid)}`}
                nodes={node.waiting}
                engine={engine}
              />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function unseenInWords(node: SessionNode, engine: Engine): string {
  const blocksOthers = `blocks ${countInWords(waitingFor(node), 'session')}`;
  return node.pid === 0
    ? `A prepared transaction ${blocksOthers}: see ${engineData[engine].sessions?.prepared} on the server.`
    : `Session ${node.pid}, which is not shown here, ${blocksOthers}.`;
}
