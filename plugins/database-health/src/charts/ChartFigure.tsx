import Button from '@material-ui/core/Button';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { ReactNode, Suspense, useState } from 'react';
import { Data, DataTable } from '../tables/DataTable';
import { plot } from './plot';
import { useWidth } from './useWidth';

const useStyles = makeStyles(theme => ({
  paper: { padding: theme.spacing(1.5, 2), minWidth: 0 },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 2),
    marginBottom: theme.spacing(1),
  },
  said: { minWidth: 0, flex: '1 1 200px', overflowWrap: 'anywhere' },
  controls: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  drawing: { position: 'relative', minWidth: 0 },
  notes: {
    marginTop: theme.spacing(1),
    fontSize: 13,
    color: theme.palette.text.secondary,
    overflowWrap: 'anywhere',
    '&:empty': { display: 'none' },
  },
}));

/** A chart, what it says in words, and the same as a table. */
export function ChartFigure(props: {
  label: string;
  /** What one should see in it. */
  said?: ReactNode;
  controls?: ReactNode;
  /** Called only where the table is shown. */
  data: () => Data;
  /** Of the drawing; the shape that is shown while it loads is as high. */
  heightPx?: number;
  /** What must be known to read it right. */
  notes?: ReactNode;
  /** In place of the chart where there is nothing to draw. */
  empty?: ReactNode;
  children: (widthPx: number) => ReactNode;
}) {
  const { label, said, controls, data, notes, empty, children } = props;
  const { heightPx = plot.heightPx } = props;
  const classes = useStyles();
  const [asTable, setAsTable] = useState(false);
  const [ref, widthPx] = useWidth<HTMLDivElement>();
  return (
    <Paper className={classes.paper} role="group" aria-label={label}>
      <div className={classes.head}>
        <Typography variant="body2" className={classes.said} component="div">
          {said}
        </Typography>
        <div className={classes.controls}>
          {controls}
          {!empty && (
            <Button
              size="small"
              aria-pressed={asTable}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? 'Show as chart' : 'Show as table'}
            </Button>
          )}
        </div>
      </div>
      <div ref={ref} className={classes.drawing}>
        {empty && (
          <Typography variant="body2" component="div">
            {empty}
          </Typography>
        )}
        {!empty && asTable && (
          <DataTable label={`${label}, as a table`} data={data()} />
        )}
        {!empty && !asTable && widthPx !== undefined && (
          <Suspense
            fallback={
              <Skeleton
                variant="rect"
                height={heightPx}
                role="status"
                aria-label="Loading the chart"
              />
            }
          >
            {children(widthPx)}
          </Suspense>
        )}
      </div>
      {!empty && !asTable && <div className={classes.notes}>{notes}</div>}
    </Paper>
  );
}
