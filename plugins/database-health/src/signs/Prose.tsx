import { makeStyles } from '@material-ui/core/styles';
import { Isolated } from './Isolated';
import { monospace } from './monospace';

const useStyles = makeStyles(theme => ({
  code: {
    fontFamily: monospace,
    fontSize: '0.92em',
    padding: '1px 4px',
    borderRadius: 3,
    backgroundColor: theme.palette.action.hover,
    // On that ground, words of less weight cannot be read well enough.
    color: theme.palette.text.primary,
    overflowWrap: 'anywhere',
  },
}));

/** A sentence of the API: what stands between two backticks is code. */
export function Prose(props: { text: string }) {
  const classes = useStyles();
  const parts = props.text.split(/(`[^`]+`)/);
  return (
    <>
      {parts.map((part, index) =>
        part.length > 2 && part.startsWith('`') && part.endsWith('`') ? (
          <bdi key={index}>
            <code className={classes.code}>{part.slice(1, -1)}</code>
          </bdi>
        ) : (
          <Isolated key={index} text={part} />
        ),
      )}
    </>
  );
}
