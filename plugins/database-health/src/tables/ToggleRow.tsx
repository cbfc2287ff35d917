import { makeStyles } from '@material-ui/core/styles';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';

const useStyles = makeStyles(theme => ({
  button: {
    height: 30,
    padding: theme.spacing(0, 1.25),
    fontSize: 13,
    textTransform: 'none',
    whiteSpace: 'nowrap',
    color: theme.palette.text.primary,
    '&.Mui-selected': { color: theme.palette.text.primary, fontWeight: 700 },
  },
}));

/** Some choices of which always one is on. */
export function ToggleRow(props: {
  label: string;
  options: readonly { id: string; words: string }[];
  selected: string;
  onChange: (id: string) => void;
}) {
  const { label, options, selected, onChange } = props;
  const classes = useStyles();
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label={label}
      value={selected}
      onChange={(_, id) => id && onChange(id)}
    >
      {options.map(({ id, words }) => (
        <ToggleButton key={id} value={id} className={classes.button}>
          {words}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
