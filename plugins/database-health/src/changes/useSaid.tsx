import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { ReactNode, useEffect, useRef, useState } from 'react';

const useStyles = makeStyles(theme => ({
  said: {
    padding: theme.spacing(1, 1.5),
    '&:empty': { display: 'none' },
    '&:focus': { outline: 'none' },
  },
}));

/** What the reader changed, in words that get the focus: what had it is gone. */
export function useSaid(): [said: ReactNode, say: (words: string) => void] {
  const classes = useStyles();
  const [words, setWords] = useState('');
  const ref = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (words) {
      ref.current?.focus();
    }
  }, [words]);
  const said = (
    <Typography
      ref={ref}
      variant="body2"
      role="status"
      tabIndex={-1}
      className={classes.said}
    >
      {words}
    </Typography>
  );
  return [said, setWords];
}
