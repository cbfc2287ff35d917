import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { toneColours } from '../signs/colours';
import { ToneIcon } from '../signs/ToneIcon';
import type { Tone } from '../words/names';

const useStyles = makeStyles(theme => ({
  notice: {
    display: 'flex',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1.25, 2),
    borderRadius: theme.shape.borderRadius,
    borderLeft: '4px solid',
    overflowWrap: 'anywhere',
  },
  words: { minWidth: 0, flexGrow: 1 },
  title: { fontWeight: 600 },
}));

/** Something that the reader must know before reading on. */
export function Notice(props: {
  tone: Tone;
  title: ReactNode;
  children?: ReactNode;
}) {
  const { tone, title, children } = props;
  const classes = useStyles();
  const { strong, tint } = toneColours(useTheme(), tone);
  return (
    <div
      className={classes.notice}
      style={{ borderColor: strong, backgroundColor: tint }}
    >
      <ToneIcon tone={tone} sizePx={20} />
      <div className={classes.words}>
        <Typography variant="body2" className={classes.title}>
          {title}
        </Typography>
        {children && (
          <Typography variant="body2" component="div">
            {children}
          </Typography>
        )}
      </div>
    </div>
  );
}
