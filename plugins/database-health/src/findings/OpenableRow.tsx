import ButtonBase from '@material-ui/core/ButtonBase';
import Collapse from '@material-ui/core/Collapse';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Severity } from 'backstage-plugin-database-health-common';
import type { ReactNode } from 'react';
import { useElementId } from '../signs/useElementId';
import { Arrow } from '../signs/Arrow';
import { Span } from '../signs/Age';
import { toneColours } from '../signs/colours';
import { Prose } from '../signs/Prose';
import { ToneSign } from '../signs/ToneSign';
import { hoverGround } from '../signs/hoverGround';

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
    '&:hover': { backgroundColor: hoverGround(theme) },
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

/** What is wrong in one line; it opens to all that is known of it. */
export function OpenableRow(props: {
  severity: Severity;
  /** Its colour is taken back. */
  dismissed?: boolean;
  subject: string;
  /** What kind of thing is wrong with it; absent where that is not known. */
  title?: string;
  message: string;
  /** ISO 8601 UTC. */
  since: string;
  open: boolean;
  onToggle: () => void;
  children: ReactNode;
}) {
  const { severity, subject, title, message, since, open, onToggle } = props;
  const classes = useStyles();
  const bodyId = useElementId();
  const { strong, tint } = toneColours(
    useTheme(),
    props.dismissed ? 'skipped' : severity,
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
          <ToneSign tone={severity} />
        </span>
        <span className={classes.words}>
          <span className={classes.about}>
            <span className={classes.subject}>{subject}</span>
            {title && <> · {title}</>}
          </span>
          <span className={classes.message}>
            <Prose text={message} />
          </span>
        </span>
        <span className={classes.since}>
          for <Span since={since} />
        </span>
        <Arrow open={open} className={classes.arrow} />
      </ButtonBase>
      <div id={bodyId}>
        <Collapse in={open} timeout="auto" unmountOnExit>
          {props.children}
        </Collapse>
      </div>
    </div>
  );
}
