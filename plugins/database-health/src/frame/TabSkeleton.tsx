import Skeleton from '@material-ui/lab/Skeleton';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 220px), 1fr))',
    gap: theme.spacing(2),
    margin: theme.spacing(2, 0),
  },
  block: { borderRadius: theme.shape.borderRadius },
  row: { marginTop: theme.spacing(1) },
}));

/** The shape of what is being loaded. */
export function TabSkeleton() {
  const classes = useStyles();
  return (
    <div role="status" aria-label="Loading the picture of the databases">
      <Skeleton variant="rect" height={92} className={classes.block} />
      <div className={classes.figures}>
        {[1, 2, 3, 4].map(figure => (
          <Skeleton
            key={figure}
            variant="rect"
            height={124}
            className={classes.block}
          />
        ))}
      </div>
      {[1, 2, 3, 4, 5].map(row => (
        <Skeleton
          key={row}
          variant="rect"
          height={44}
          className={`${classes.block} ${classes.row}`}
        />
      ))}
    </div>
  );
}
