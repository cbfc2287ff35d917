import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useSending } from '../../changes/useSending';
import { useNow } from '../../signs/useNow';
import { scopeOf, Silence, spanOf } from './silence';

const useStyles = makeStyles(theme => ({
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(1, 1.5),
    fontSize: 14,
    overflowWrap: 'anywhere',
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  words: { minWidth: 0, flex: '1 1 260px' },
  about: { color: theme.palette.text.secondary, fontSize: 13 },
}));

/** Of what nobody is told, until when, why and by whom; with the way to end it. */
export function SilenceRow(props: {
  silence: Silence;
  /** Resolves to why it was not done; absent for those who may not. */
  onEnd?: () => Promise<string | undefined>;
}) {
  const { silence, onEnd } = props;
  const { startsAt, by, reason } = silence;
  const classes = useStyles();
  const now = useNow();
  const { send, sending, refusal } = useSending(async () => onEnd?.());
  const runs = Date.parse(startsAt) <= now;
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong>{runs ? 'Nobody is told' : 'Nobody will be told'}</strong> of{' '}
        {scopeOf(silence)} <strong>{spanOf(silence, now)}</strong>
        <div className={classes.about}>
          Planned by {by ?? 'the configuration'}: {reason}
        </div>
        {refusal && <strong role="alert">It was not ended. {refusal}</strong>}
      </div>
      {/* What stands in the configuration is ended there. */}
      {onEnd && by !== undefined && (
        <Button
          size="small"
          variant="outlined"
          disabled={sending}
          aria-label={`${runs ? 'End' : 'Call off'} the silence: ${reason}`}
          onClick={() => send()}
        >
          {runs ? 'End' : 'Call off'}
        </Button>
      )}
    </li>
  );
}
