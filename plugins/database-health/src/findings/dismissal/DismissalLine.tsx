import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import type { Finding } from 'backstage-plugin-database-health-common';
import { useSending } from '../../changes/useSending';
import { momentInWords } from '../../words/dates';
import { hoverGround } from '../../signs/hoverGround';

const useStyles = makeStyles(theme => ({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    // In line with the words of the row.
    padding: theme.spacing(0.5, 1.5, 1, 15),
    fontSize: 14,
    overflowWrap: 'anywhere',
    backgroundColor: hoverGround(theme),
    [theme.breakpoints.down('sm')]: { padding: theme.spacing(0.5, 1.5, 1) },
  },
  words: { minWidth: 0, flex: '1 1 260px' },
}));

/** Who let a finding be, why and until when, and the way back. */
export function DismissalLine(props: {
  dismissed: NonNullable<Finding['dismissed']>;
  /** Resolves to why it was not done; absent for those who may not. */
  onRestore?: () => Promise<string | undefined>;
}) {
  const { dismissed, onRestore } = props;
  const { by, reason, until } = dismissed;
  const classes = useStyles();
  const { send, sending, refusal } = useSending(async () => onRestore?.());
  return (
    <div className={classes.line}>
      <span className={classes.words}>
        Dismissed by {by}
        {until === undefined
          ? ' permanently'
          : ` until ${momentInWords(until)}`}
        : {reason}
        {refusal && (
          <strong role="alert"> It was not restored. {refusal}</strong>
        )}
      </span>
      {onRestore && (
        <Button
          size="small"
          variant="outlined"
          disabled={sending}
          onClick={() => send()}
        >
          Restore
        </Button>
      )}
    </div>
  );
}
