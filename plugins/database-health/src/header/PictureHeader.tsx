import LinearProgress from '@material-ui/core/LinearProgress';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import clsx from 'clsx';
import type { Overview } from 'backstage-plugin-database-health-common';
import type { Answer } from '../data/lastAnswers';
import { toneColours } from '../signs/colours';
import { Isolated } from '../signs/Isolated';
import { ToneIcon } from '../signs/ToneIcon';
import { toneNames } from '../words/names';
import { GuideLink } from './GuideLink';
import { PictureAge } from './PictureAge';
import { RefreshButton } from './RefreshButton';

const useStyles = makeStyles(theme => ({
  header: {
    position: 'relative',
    overflow: 'hidden',
    borderLeft: '6px solid',
  },
  tint: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(0.75, 2),
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(1, 1.5) },
  },
  largeTint: {
    padding: theme.spacing(2, 2.5),
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(1.5) },
  },
  status: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    flex: '1 1 340px',
    minWidth: 0,
    [theme.breakpoints.down('xs')]: {
      alignItems: 'flex-start',
      flexBasis: '100%',
    },
  },
  largeStatus: { gap: theme.spacing(2) },
  word: {
    fontSize: 13,
    fontWeight: 700,
    letterSpacing: '0.06em',
    textTransform: 'uppercase',
    lineHeight: 1.3,
  },
  sentence: {
    fontSize: 15,
    fontWeight: 600,
    lineHeight: 1.3,
    margin: 0,
    overflowWrap: 'anywhere',
  },
  largeSentence: {
    fontSize: 22,
    [theme.breakpoints.down('xs')]: { fontSize: 19 },
  },
  words: { minWidth: 0 },
  oneLine: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 1.5),
  },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'flex-end',
    gap: theme.spacing(0.5, 1),
    marginLeft: 'auto',
  },
  progress: { position: 'absolute', left: 0, right: 0, bottom: 0, height: 3 },
}));

/** How the whole deployment is, as of when, and how to look again. */
export function PictureHeader(props: {
  answer: Answer<Overview>;
  reload: () => Promise<void>;
  large?: boolean;
}) {
  const { answer, reload, large = false } = props;
  const { status, summary } = answer.value;
  const classes = useStyles();
  const { strong, text, tint } = toneColours(useTheme(), status);
  return (
    <Paper className={classes.header} style={{ borderColor: strong }}>
      <div
        className={clsx(classes.tint, large && classes.largeTint)}
        style={{ backgroundColor: tint }}
      >
        <div
          className={clsx(classes.status, large && classes.largeStatus)}
          role="status"
          aria-label="Status"
        >
          <ToneIcon tone={status} sizePx={large ? 44 : 22} />
          <div className={clsx(classes.words, !large && classes.oneLine)}>
            <Typography className={classes.word} style={{ color: text }}>
              {toneNames[status]}
            </Typography>
            <Typography
              component="h2"
              className={clsx(classes.sentence, large && classes.largeSentence)}
            >
              <Isolated text={summary.sentence} />
            </Typography>
          </div>
        </div>
        <div className={classes.actions}>
          <PictureAge answer={answer} />
          <RefreshButton
            surveyRequestedAt={summary.surveyRequestedAt}
            reload={reload}
          />
          <GuideLink />
        </div>
      </div>
      {summary.surveyRequestedAt && (
        <LinearProgress
          className={classes.progress}
          aria-label="A survey is running"
        />
      )}
    </Paper>
  );
}
