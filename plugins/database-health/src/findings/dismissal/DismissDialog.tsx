import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Dismissal } from 'backstage-plugin-database-health-common';
import { FormEvent, useState } from 'react';
import { Notice } from '../../frame/Notice';
import { ToneSign } from '../../signs/ToneSign';
import { useElementId } from '../../signs/useElementId';
import { momentInWords } from '../../words/dates';
import { EndChoice } from './EndChoice';
import { endAt, usualEnd } from './ends';

/** What the backend keeps of a reason. */
const longestReason = 1_000;

const useStyles = makeStyles(theme => ({
  about: { overflowWrap: 'anywhere', marginBottom: theme.spacing(2) },
  failure: { marginTop: theme.spacing(1) },
}));

/** Asks why a finding is let be and until when; stays until that is done. */
export function DismissDialog(props: {
  /** What it is about, and what was found. */
  subject: string;
  title: string;
  /** Resolves to why it was not done. */
  onDismiss: (dismissal: Dismissal) => Promise<string | undefined>;
  onClose: () => void;
}) {
  const { subject, title, onDismiss, onClose } = props;
  const classes = useStyles();
  const titleId = useElementId();
  const reasonId = useElementId();
  const [reason, setReason] = useState('');
  const [end, setEnd] = useState(usualEnd);
  const [unsaid, setUnsaid] = useState(false);
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string>();
  const until = endAt(end, Date.now());

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (sending) {
      return;
    }
    if (reason.trim() === '') {
      setUnsaid(true);
      return;
    }
    setSending(true);
    setFailure(undefined);
    const refusal = await onDismiss({
      reason: reason.trim(),
      ...(until !== undefined && { until }),
    });
    setSending(false);
    setFailure(refusal);
  };

  return (
    <Dialog open fullWidth onClose={onClose} aria-labelledby={titleId}>
      <form onSubmit={submit} noValidate>
        <DialogTitle id={titleId}>Dismiss this finding</DialogTitle>
        <DialogContent>
          <Typography variant="body2" className={classes.about}>
            <strong>{subject}</strong> · {title}. It will still be listed, but
            will colour no status, count nowhere and raise no alert.
          </Typography>
          <TextField
            id={reasonId}
            // eslint-disable-next-line jsx-a11y/no-autofocus -- the reader has just asked for this dialog
            autoFocus
            fullWidth
            required
            multiline
            minRows={2}
            variant="outlined"
            label="Why"
            value={reason}
            onChange={event => {
              setReason(event.target.value);
              setUnsaid(false);
            }}
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
          <EndChoice end={end} onChange={setEnd} />
          <Typography variant="body2" color="textSecondary">
            {until === undefined
              ? 'It stays dismissed until somebody restores it.'
              : `It counts again from ${momentInWords(until)} on.`}
          </Typography>
          {failure && (
            <div role="alert" className={classes.failure}>
              <Notice tone="critical" title="The finding was not dismissed">
                {failure}
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
            {sending ? 'Dismissing…' : 'Dismiss'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
