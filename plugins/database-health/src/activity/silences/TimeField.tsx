import TextField from '@material-ui/core/TextField';
import { useElementId } from '../../signs/useElementId';

/** A date and a time in the reader's own zone, as `toField` writes them. */
export function TimeField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  wrong: boolean;
}) {
  const { label, value, onChange, wrong } = props;
  const id = useElementId();
  return (
    <TextField
      id={id}
      type="datetime-local"
      variant="outlined"
      label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      InputLabelProps={{ shrink: true }}
      inputProps={{ 'aria-invalid': wrong }}
    />
  );
}
