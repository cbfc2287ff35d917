import Tooltip from '@material-ui/core/Tooltip';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import type { Answer } from '../data/lastAnswers';
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

/** How long ago the backend last looked at a database. */
export function PictureAge(props: { answer: Answer<Overview> }) {
  const classes = useStyles();
  const now = useNow(1_000);
  const { newestLookAt, ageMs } = newestLook(props.answer, now);
  return (
    <Tooltip
      title={
        newestLookAt
          ? `The newest look at a database was at ${timeInWords(
              newestLookAt,
            )}. This page asks again every 15 s while you look.`
          : 'No database has been checked yet. This page asks again every 15 s while you look.'
      }
    >
      <Typography
        variant="body2"
        className={classes.age}
        // Focusable, so that the keyboard gets the tooltip too.
        tabIndex={0}
      >
        {newestLookAt ? `as of ${ageInWords(ageMs)}` : 'not checked yet'}
      </Typography>
    </Tooltip>
  );
}

/**
 * Adds the backend's age of the look to the time since its answer came, as the
 * clocks of reader and backend may differ.
 */
function newestLook(
  { value, receivedAt }: Answer<Overview>,
  now: number,
): { newestLookAt: string | null; ageMs: number } {
  const [newest] = value.databases
    .filter(({ ageSeconds }) => ageSeconds !== null)
    .sort((a, b) => Number(a.ageSeconds) - Number(b.ageSeconds));
  return {
    newestLookAt: newest?.checkedAt ?? null,
    ageMs: Number(newest?.ageSeconds) * 1_000 + (now - receivedAt),
  };
}
