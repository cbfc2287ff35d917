import ButtonBase from '@material-ui/core/ButtonBase';
import Collapse from '@material-ui/core/Collapse';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { useElementId } from '../signs/useElementId';
import { Arrow } from '../signs/Arrow';
import { Span } from '../signs/Age';
import { toneColours } from '../signs/colours';
import { Prose } from '../signs/Prose';
import { ToneSign } from '../signs/ToneSign';
import { FindingBody } from './FindingBody';
import type { FindingGroup } from './group';
import { subjectOf } from './subject';

const useStyles = makeStyles(theme => ({
  row: {
    borderLeft: '4px solid',
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  head: {
    width: '100%',
    display: 'grid',
    gridTemplateColumns: '96px minmax(0, 1fr) max-content 24px',
    gridTemplateAreas: '"sign words since arrow"',
    alignItems: 'start',
    gap: theme.spacing(0.5, 1.5),
    padding: theme.spacing(1.25, 1.5),
    textAlign: 'left',
    '&:hover': { backgroundColor: theme.palette.action.hover },
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'max-content minmax(0, 1fr) 24px',
      gridTemplateAreas: '"sign since arrow" "words words words"',
    },
  },
  sign: { gridArea: 'sign', fontSize: 14, lineHeight: '20px' },
  words: { gridArea: 'words', minWidth: 0, overflowWrap: 'anywhere' },
  message: {
    display: 'block',
    fontSize: 15,
    lineHeight: 1.4,
  },
  about: {
    display: 'block',
    fontSize: 13,
    lineHeight: '20px',
    color: theme.palette.text.secondary,
  },
  subject: { fontWeight: 700, color: theme.palette.text.primary },
  since: {
    gridArea: 'since',
    fontSize: 13,
    lineHeight: '20px',
    color: theme.palette.text.secondary,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    [theme.breakpoints.down('sm')]: { textAlign: 'right' },
  },
  arrow: { gridArea: 'arrow', alignSelf: 'center' },
}));

/** One finding in one line; it opens to all that is known of it. */
export function FindingRow(props: {
  group: FindingGroup;
  overview: Overview;
  open: boolean;
  onToggle: () => void;
  onDismiss?: () => void;
}) {
  const { group, overview, open, onToggle, onDismiss } = props;
  const finding = group.first;
  const classes = useStyles();
  const bodyId = useElementId();
  const { strong, tint } = toneColours(
    useTheme(),
    finding.dismissed ? 'skipped' : finding.severity,
  );
  return (
    <div className={classes.row} style={{ borderLeftColor: strong }}>
      <ButtonBase
        className={classes.head}
        onClick={onToggle}
        aria-expanded={open}
        aria-controls={bodyId}
        style={open ? { backgroundColor: tint } : undefined}
      >
        <span className={classes.sign}>
          <ToneSign tone={finding.severity} />
        </span>
        <span className={classes.words}>
          <span className={classes.about}>
            <span className={classes.subject}>
              {subjectOf(group, overview)}
            </span>{' '}
            · {finding.title}
          </span>
          <span className={classes.message}>
            <Prose text={finding.message} />
          </span>
        </span>
        <span className={classes.since}>
          for <Span since={group.since} />
        </span>
        <Arrow open={open} className={classes.arrow} />
      </ButtonBase>
      <div id={bodyId}>
        <Collapse in={open} timeout="auto" unmountOnExit>
          <FindingBody
            group={group}
            overview={overview}
            onDismiss={onDismiss}
          />
        </Collapse>
      </div>
    </div>
  );
}
