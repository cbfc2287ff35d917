import FormControl from '@material-ui/core/FormControl';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import FormLabel from '@material-ui/core/FormLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { DismissalEnd, dismissalEnds } from './ends';

/** Until when a finding is let be. */
export function EndChoice(props: {
  end: DismissalEnd;
  onChange: (end: DismissalEnd) => void;
}) {
  const { end, onChange } = props;
  return (
    <FormControl component="fieldset" margin="normal">
      <FormLabel component="legend" color="secondary">
        For how long
      </FormLabel>
      <RadioGroup
        row
        name="end"
        value={end.id}
        onChange={(_, id) =>
          onChange(dismissalEnds.find(each => each.id === id) ?? end)
        }
      >
        {dismissalEnds.map(({ id, words }) => (
          <FormControlLabel
            key={id}
            value={id}
            label={words}
            control={<Radio size="small" color="primary" />}
          />
        ))}
      </RadioGroup>
    </FormControl>
  );
}
