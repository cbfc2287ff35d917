import { makeStyles } from '@material-ui/core/styles';
import type { Overview } from 'backstage-plugin-database-health-common';
import { ConnectionsFigure } from './ConnectionsFigure';
import { DatabasesFigure } from './DatabasesFigure';
import { MigrationsFigure } from './MigrationsFigure';
import { SizeFigure } from './SizeFigure';

const useStyles = makeStyles(theme => ({
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    gap: theme.spacing(2),
    [theme.breakpoints.down('sm')]: {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
    [theme.breakpoints.down('xs')]: { gap: theme.spacing(1) },
    marginTop: theme.spacing(2),
  },
}));

/** The four figures. */
export function Figures(props: { overview: Overview }) {
  const { overview } = props;
  const classes = useStyles();
  return (
    <section className={classes.figures} aria-label="Figures">
      <DatabasesFigure summary={overview.summary} />
      <SizeFigure overview={overview} />
      <MigrationsFigure overview={overview} />
      <ConnectionsFigure overview={overview} />
    </section>
  );
}
