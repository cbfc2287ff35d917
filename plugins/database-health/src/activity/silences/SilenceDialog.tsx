import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { FormEvent, useState } from 'react';
import { Notice } from '../../frame/Notice';
import { ToneSign } from '../../signs/ToneSign';
import { useElementId } from '../../signs/useElementId';
import {
  fromField,
  SilencePlan,
  timesRefused,
  toField,
  usualMs,
} from './silence';

/** What the backend keeps of a reason. */
const longestReason = 1_000;

const useStyles = makeStyles(theme => ({
  about: { marginBottom: theme.spacing(2) },
  times: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(2),
    margin: theme.spacing(2, 0),
    '& > *': { flex: '1 1 200px' },
  },
  wrong: { marginTop: theme.spacing(1) },
}));

/** Asks of what nobody shall be told, when and why; stays until that is planned. */
export function SilenceDialog(props: {
  pluginIds: readonly string[];
  /** Resolves to why it was not done. */
  onPlan: (silence: SilencePlan) => Promise<string | undefined>;
  onClose: () => void;
}) {
  const { pluginIds, onPlan, onClose } = props;
  const classes = useStyles();
  const titleId = useElementId();
  const reasonId = useElementId();
  const startId = useElementId();
  const endId = useElementId();
  const pluginsId = useElementId();
  const [openedAt] = useState(() => Date.now());
  const [reason, setReason] = useState('');
  const [start, setStart] = useState(() => toField(openedAt));
  const [end, setEnd] = useState(() => toField(openedAt + usualMs));
  const [plugins, setPlugins] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string>();

  const unsaid = tried && reason.trim() === '';
  const times = { startsAt: fromField(start), endsAt: fromField(end) };
  const wrongTimes = tried ? timesRefused(times, Date.now()) : undefined;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending) {
      return;
    }
    setTried(true);
    if (reason.trim() === '' || timesRefused(times, Date.now())) {
      return;
    }
    setSending(true);
    setFailure(undefined);
    const refusal = await onPlan({
      reason: reason.trim(),
      // The field holds no seconds: what begins now begins when it is sent.
      ...(start !== toField(openedAt) && {
        startsAt: new Date(times.startsAt).toISOString(),
      }),
      endsAt: new Date(times.endsAt).toISOString(),
      ...(plugins.length > 0 && { plugins }),
    });
    setSending(false);
    setFailure(refusal);
  };

  return (
    <Dialog open fullWidth onClose={onClose} aria-labelledby={titleId}>
      <form onSubmit={submit} noValidate>
        <DialogTitle id={titleId}>Plan a silence</DialogTitle>
        <DialogContent>
          <Typography variant="body2" className={classes.about}>
            Nobody is told of incidents in this time, for example while a server
            is maintained. They are shown all the same, and what is still open
            at its end is told then.
          </Typography>
          <TextField
            id={reasonId}
            // eslint-disable-next-line jsx-a11y/no-autofocus -- the reader has just asked for this dialog
            autoFocus
            fullWidth
            required
            variant="outlined"
            label="Why"
            value={reason}
            onChange={event => setReason(event.target.value)}
            // Not as an error of the theme, whose red is hard to read.
            helperText={
              unsaid ? (
                <ToneSign tone="critical">
                  Say why: others will read it here.
                </ToneSign>
              ) : (
                'Others will read it here, with your name.'
              )
            }
            inputProps={{ maxLength: longestReason, 'aria-invalid': unsaid }}
          />
          <div className={classes.times}>
            <TextField
              id={startId}
              type="datetime-local"
              variant="outlined"
              label="Begins"
              value={start}
              onChange={event => setStart(event.target.value)}
              InputLabelProps={{ shrink: true }}
              inputProps={{ 'aria-invalid': wrongTimes !== undefined }}
            />
            <TextField
              id={endId}
              type="datetime-local"
              variant="outlined"
              label="Ends"
              value={end}
              onChange={event => setEnd(event.target.value)}
              InputLabelProps={{ shrink: true }}
              inputProps={{ 'aria-invalid': wrongTimes !== undefined }}
            />
          </div>
          <Autocomplete
            multiple
            id={pluginsId}
            options={[...pluginIds].sort()}
            value={plugins}
            onChange={(_, chosen) => setPlugins(chosen)}
            renderInput={params => (
              <TextField
                {...params}
                variant="outlined"
                label="Only of these plugins"
                helperText="None stands for all, and for servers."
              />
            )}
          />
          {(wrongTimes ?? failure) && (
            <div role="alert" className={classes.wrong}>
              <Notice tone="critical" title="The silence was not planned">
                {wrongTimes ?? failure}
              </Notice>
            </div>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="contained"
            color="primary"
            disabled={sending}
          >
            {sending ? 'Planning…' : 'Plan'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
