import ButtonBase from '@material-ui/core/ButtonBase';
import Collapse from '@material-ui/core/Collapse';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { Arrow } from '../signs/Arrow';
import { useElementId } from '../signs/useElementId';
import { hoverGround } from '../signs/hoverGround';

const useStyles = makeStyles(theme => ({
  head: {
    width: '100%',
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1.25, 1.5, 1.25, 2),
    textAlign: 'left',
    fontSize: 14,
    '&:hover': { backgroundColor: hoverGround(theme) },
  },
  words: {
    minWidth: 0,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.25, 1.5),
    overflowWrap: 'anywhere',
  },
}));

/** One line that opens to more. What is closed is not rendered. */
export function Disclosure(props: {
  open: boolean;
  onToggle: () => void;
  head: ReactNode;
  children: ReactNode;
}) {
  const { open, onToggle, head, children } = props;
  const classes = useStyles();
  const bodyId = useElementId();
  return (
    <>
      <ButtonBase
        className={classes.head}
        aria-expanded={open}
        aria-controls={bodyId}
        onClick={onToggle}
      >
        <span className={classes.words}>{head}</span>
        <Arrow open={open} />
      </ButtonBase>
      <div id={bodyId}>
        <Collapse in={open} timeout="auto" unmountOnExit>
          {children}
        </Collapse>
      </div>
    </>
  );
}
