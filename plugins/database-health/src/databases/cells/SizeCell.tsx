import { makeStyles } from '@material-ui/core/styles';
import { bytesInWords } from '../../words/bytes';
import type { CellProps } from '../columns';
import { Unread } from './Unread';

const useStyles = makeStyles(theme => ({
  track: {
    height: 4,
    width: 96,
    maxWidth: '100%',
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

/** The size, with a bar against the largest of the table. */
export function SizeCell({ database: { size }, largestBytes }: CellProps) {
  const classes = useStyles();
  if (!size) {
    return <Unread />;
  }
  return (
    <>
      {size.approximate ? '≈ ' : ''}
      {bytesInWords(size.bytes)}
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
