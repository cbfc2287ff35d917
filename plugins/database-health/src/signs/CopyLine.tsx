import { makeStyles } from '@material-ui/core/styles';
import { CopyButton } from './CopyButton';
import { Isolated } from './Isolated';
import { monospace } from './monospace';

const useStyles = makeStyles(theme => ({
  line: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.5),
    borderRadius: theme.shape.borderRadius,
    border: `1px solid ${theme.palette.divider}`,
    backgroundColor: theme.palette.background.default,
    margin: 0,
  },
  label: {
    fontSize: 12,
    color: theme.palette.text.secondary,
    marginBottom: theme.spacing(0.5),
  },
  code: {
    flexGrow: 1,
    minWidth: 0,
    margin: 0,
    padding: theme.spacing(0.5, 1),
    fontFamily: monospace,
    fontSize: 13,
    lineHeight: 1.5,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
}));

/** A line to run, with a button that copies it. */
export function CopyLine(props: { text: string; label: string }) {
  const { text, label } = props;
  const classes = useStyles();
  return (
    <div>
      <div className={classes.label}>{label}</div>
      <div className={classes.line}>
        <pre className={classes.code} aria-label={label}>
          <code>
            <Isolated text={text} />
          </code>
        </pre>
        <CopyButton text={text} label="Copy" />
      </div>
    </div>
  );
}
