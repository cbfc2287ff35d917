import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { FormEvent, ReactNode, useState } from 'react';
import { Notice } from '../frame/Notice';
import { useElementId } from '../signs/useElementId';
import { ReasonField } from './ReasonField';
import { useSending } from './useSending';

const useStyles = makeStyles(theme => ({
  about: { overflowWrap: 'anywhere', marginBottom: theme.spacing(2) },
  refusal: { marginTop: theme.spacing(1) },
}));

/** Asks why something shall be changed, then sends it; stays until that is done. */
export function ReasonDialog(props: {
  title: string;
  /** What will be. */
  about: ReactNode;
  /** The button: what it does, and while it does. */
  action: readonly [does: string, doing: string];
  /** Said above why it was not done. */
  refused: string;
  /** What else it asks for. */
  children: ReactNode;
  /** Why that would not be taken. */
  wrong?: string;
  /** Resolves to why it was not done. */
  onSend: (reason: string) => Promise<string | undefined>;
  onClose: () => void;
}) {
  const { title, about, action, refused, children, wrong, onSend, onClose } =
    props;
  const classes = useStyles();
  const titleId = useElementId();
  const [written, setWritten] = useState('');
  const [tried, setTried] = useState(false);
  const { send, sending, refusal } = useSending(onSend);
  const reason = written.trim();
  const why = (tried && wrong) || refusal;
  const [does, doing] = action;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (reason && !wrong) {
      send(reason);
    }
  };

  return (
    <Dialog open fullWidth onClose={onClose} aria-labelledby={titleId}>
      <form onSubmit={submit} noValidate>
        <DialogTitle id={titleId}>{title}</DialogTitle>
        <DialogContent>
          <Typography variant="body2" className={classes.about}>
            {about}
          </Typography>
          <ReasonField
            reason={written}
            onChange={setWritten}
            unsaid={tried && !reason}
          />
          {children}
          {why && (
            <div role="alert" className={classes.refusal}>
              <Notice tone="critical" title={refused}>
                {why}
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
            {sending ? doing : does}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
