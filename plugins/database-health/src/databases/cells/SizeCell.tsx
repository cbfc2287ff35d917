import { makeStyles } from '@material-ui/core/styles';
import { Sparkline } from '../../charts/Sparkline';
import { sizeInWords } from '../../words/bytes';
import type { Database } from 'backstage-plugin-database-health-common';
import type { CellProps } from '../../tables/CardTable';
import { narrow } from '../../frame/narrow';
import { Unread } from '../../signs/Unread';

// As wide as most numbers, so that the lines beside them stand in one column.
const numberPx = 68;

const useStyles = makeStyles(theme => ({
  size: {
    display: 'flex',
    justifyContent: 'flex-end',
    gap: theme.spacing(1),
    [theme.breakpoints.down(narrow)]: { justifyContent: 'flex-start' },
  },
  // A card has no room for it.
  line: { [theme.breakpoints.down(narrow)]: { display: 'none' } },
  number: { minWidth: numberPx },
  track: {
    height: 4,
    width: numberPx,
    marginLeft: 'auto',
    marginTop: 4,
    borderRadius: 2,
    backgroundColor: theme.palette.action.disabledBackground,
    overflow: 'hidden',
  },
  fill: {
    height: '100%',
    minWidth: 1,
    backgroundColor: theme.palette.text.secondary,
  },
}));

/**
 * The size, how it went in the last 30 days, and a bar against the largest of
 * the table.
 */
export function SizeCell({ row: { size }, largestBytes }: CellProps<Database>) {
  const classes = useStyles();
  if (!size) {
    return <Unread />;
  }
  return (
    <>
      <div className={classes.size}>
        <span className={classes.line}>
          <Sparkline daily={size.daily} />
        </span>
        <span className={classes.number}>{sizeInWords(size)}</span>
      </div>
      <div className={classes.track} aria-hidden>
        <div
          className={classes.fill}
          style={{
            width: `${(size.bytes / Math.max(1, largestBytes)) * 100}%`,
          }}
        />
      </div>
    </>
  );
}
