import { makeStyles } from '@material-ui/core/styles';
import { isolated } from '../words/rightToLeft';
import { CopyButton } from './CopyButton';
import { Isolated } from './Isolated';
import { monospace } from './monospace';

const useStyles = makeStyles(theme => ({
  statement: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(0.5),
    minWidth: 0,
  },
  text: {
    flex: 1,
    minWidth: 0,
    fontFamily: monospace,
    fontSize: 12,
    whiteSpace: 'normal',
    overflowWrap: 'anywhere',
    // The whole of a long one is in its title and behind its button.
    display: '-webkit-box',
    overflow: 'hidden',
    '-webkit-box-orient': 'vertical',
    '-webkit-line-clamp': 4,
  },
}));

/** A statement in a few lines, and all of it to be copied. */
export function StatementText({ text }: { text: string }) {
  const classes = useStyles();
  return (
    <div className={classes.statement}>
      <code className={classes.text} title={isolated(text)}>
        <Isolated text={text} />
      </code>
      <CopyButton text={text} label="Copy the statement" />
    </div>
  );
}
