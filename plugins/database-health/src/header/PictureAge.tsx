import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import type { Answer } from '../picture/lastAnswers';
import { useNow } from '../signs/useNow';
import { ageInWords, timeInWords } from '../words/durations';

const useStyles = makeStyles({
  // As wide as the longest age of a picture that is well, so that nothing
  // moves while the seconds pass.
  age: {
    minWidth: '9.5em',
    textAlign: 'right',
    fontVariantNumeric: 'tabular-nums',
    whiteSpace: 'nowrap',
  },
});

/**
 * How old the picture is. Counted from its arrival by the reader's clock, as
 * the clocks of reader and backend may differ.
 */
export function PictureAge(props: { answer: Answer<Overview> }) {
  const { receivedAt, value } = props.answer;
  const classes = useStyles();
  const now = useNow(1_000);
  return (
    <Tooltip
      title={`Picture of ${timeInWords(
        value.generatedAt,
      )}. It is renewed every 15 s while you look.`}
    >
      <Typography
        variant="body2"
        color="textSecondary"
        className={classes.age}
        // Focusable, so that the keyboard gets the tooltip too.
        tabIndex={0}
      >
        as of {ageInWords(now - receivedAt)}
      </Typography>
    </Tooltip>
  );
}
