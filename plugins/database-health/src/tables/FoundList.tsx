import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { countInWords, numberInWords } from '../words/counts';

const useStyles = makeStyles(theme => ({
  paper: { marginTop: theme.spacing(2) },
  count: { padding: theme.spacing(1, 1.5) },
  none: { padding: theme.spacing(0, 1.5, 1.5) },
}));

/** How many of a kind pass the filters above them, and what they are. */
export function FoundList(props: {
  filters: ReactNode;
  /** The query parameters of the filters. */
  parameters: readonly string[];
  noun: string;
  found: number;
  all: number;
  /** Said where there is none at all. */
  empty: string;
  children?: ReactNode;
}) {
  const { filters, parameters, noun, found, all, empty, children } = props;
  const classes = useStyles();
  const [, setSearch] = useSearchParams();
  const clear = () =>
    setSearch(
      before => {
        const after = new URLSearchParams(before);
        parameters.forEach(each => after.delete(each));
        return after;
      },
      { replace: true },
    );
  return (
    <Paper className={classes.paper}>
      {filters}
      <Typography
        variant="body2"
        color="textSecondary"
        className={classes.count}
        role="status"
      >
        {found === all ? '' : `${numberInWords(found)} of `}
        {countInWords(all, noun)}
      </Typography>
      {found === 0 && (
        <div className={classes.none}>
          <Typography variant="body2" gutterBottom>
            {all === 0 ? empty : `No ${noun} passes these filters.`}
          </Typography>
          {all > 0 && (
            <Button size="small" variant="outlined" onClick={clear}>
              Clear the filters
            </Button>
          )}
        </div>
      )}
      {found > 0 && children}
    </Paper>
  );
}
