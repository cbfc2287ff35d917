import TextField from '@material-ui/core/TextField';
import { ToneSign } from '../signs/ToneSign';
import { useElementId } from '../signs/useElementId';

/** What the backend keeps of a reason. */
const longestReason = 1_000;

/** Why the reader changes something, for all who see it changed. */
export function ReasonField(props: {
  reason: string;
  onChange: (reason: string) => void;
  /** It was to be sent without one. */
  unsaid: boolean;
}) {
  const { reason, onChange, unsaid } = props;
  const id = useElementId();
  return (
    <TextField
      id={id}
      // eslint-disable-next-line jsx-a11y/no-autofocus -- the reader has just asked for this dialog
      autoFocus
      fullWidth
      required
      multiline
      minRows={2}
      variant="outlined"
      label="Why"
      value={reason}
      onChange={event => onChange(event.target.value)}
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
  );
}
