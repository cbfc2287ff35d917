import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { useElementId } from '../signs/useElementId';

const useStyles = makeStyles(theme => ({
  section: { marginTop: theme.spacing(3), minWidth: 0 },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 2),
    marginBottom: theme.spacing(1),
  },
  title: { fontSize: 18, fontWeight: 700, margin: 0 },
  aside: { fontSize: 14 },
  dense: {
    marginTop: theme.spacing(2),
    '& $head': { marginBottom: theme.spacing(0.5) },
    '& $title': { fontSize: 15 },
  },
}));

/** A part of a tab with its heading. */
export function Section(props: {
  title: ReactNode;
  aside?: ReactNode;
  /** One of many alike. */
  dense?: boolean;
  children: ReactNode;
}) {
  const { title, aside, dense, children } = props;
  const classes = useStyles();
  const titleId = useElementId();
  return (
    <section
      className={clsx(classes.section, dense && classes.dense)}
      aria-labelledby={titleId}
    >
      <div className={classes.head}>
        <Typography id={titleId} component="h3" className={classes.title}>
          {title}
        </Typography>
        {aside && <span className={classes.aside}>{aside}</span>}
      </div>
      {children}
    </section>
  );
}
