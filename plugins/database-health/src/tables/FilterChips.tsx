import Chip from '@material-ui/core/Chip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useElementId } from '../signs/useElementId';
import { ToneIcon } from '../signs/ToneIcon';
import type { Tone } from '../words/names';

const useStyles = makeStyles(theme => ({
  chips: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    minWidth: 0,
  },
  chip: {
    margin: 0,
    maxWidth: 260,
    // As far from the edge as the icons of Material UI.
    '& > svg': { margin: theme.spacing(0, -0.5, 0, 0.5) },
  },
}));

/** A group of choices of which any number may be on; none means all. */
export function FilterChips(props: {
  label: string;
  options: readonly {
    value: string;
    text: string;
    count: number;
    tone?: Tone;
  }[];
  selected: readonly string[];
  onChange: (selected: string[]) => void;
}) {
  const { label, options, selected, onChange } = props;
  const classes = useStyles();
  const labelId = useElementId();
  // A single choice would filter nothing.
  if (options.length < 2 && selected.length === 0) {
    return null;
  }
  return (
    <div className={classes.chips} role="group" aria-labelledby={labelId}>
      <Typography id={labelId} variant="body2">
        {label}
      </Typography>
      {options.map(({ value, text, count, tone }) => {
        const on = selected.includes(value);
        return (
          <Chip
            key={value}
            className={classes.chip}
            size="small"
            variant={on ? 'default' : 'outlined'}
            color={on ? 'primary' : 'default'}
            icon={tone && !on ? <ToneIcon tone={tone} /> : undefined}
            label={`${text} ${count}`}
            aria-pressed={on}
            onClick={() =>
              onChange(
                on
                  ? selected.filter(each => each !== value)
                  : [...selected, value],
              )
            }
          />
        );
      })}
    </div>
  );
}
