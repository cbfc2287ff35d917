import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { Tone, toneNames } from '../words/names';
import { toneColours } from './colours';
import { ToneIcon } from './ToneIcon';

const useStyles = makeStyles({
  sign: {
    display: 'inline-block',
    fontWeight: 600,
    whiteSpace: 'nowrap',
    // As part of a line, so that its word stands on that of the words beside it.
    '& svg': { verticalAlign: '-0.22em', marginRight: 5 },
  },
});

/** Icon and word of a tone; `children` replaces the word. */
export function ToneSign(props: { tone: Tone; children?: ReactNode }) {
  const { tone, children } = props;
  const classes = useStyles();
  const theme = useTheme();
  return (
    <span
      className={classes.sign}
      style={{ color: toneColours(theme, tone).text }}
    >
      <ToneIcon tone={tone} />
      {children ?? toneNames[tone]}
    </span>
  );
}
