import { makeStyles } from '@material-ui/core/styles';
import { Age, Span } from '../../signs/Age';
import { ToneSign } from '../../signs/ToneSign';
import { countInWords } from '../../words/counts';
import type { Database } from 'backstage-plugin-database-health-common';
import type { CellProps } from '../../tables/CardTable';
import { narrow } from '../../frame/narrow';

const useStyles = makeStyles(theme => ({
  more: {
    display: 'block',
    [theme.breakpoints.down(narrow)]: {
      display: 'inline',
      marginLeft: theme.spacing(1),
    },
    fontSize: 12,
    color: theme.palette.text.secondary,
  },
}));

/** The status, and what about it cannot wait for the detail. */
export function StatusCell({ row }: CellProps<Database>) {
  const classes = useStyles();
  const { status, reachable, unreachableSince, stale, checkedAt, findings } =
    row;
  return (
    <>
      <ToneSign tone={status} />
      {reachable === false && (
        <span className={classes.more}>
          no answer
          {unreachableSince && (
            <>
              {' '}
              for <Span since={unreachableSince} />
            </>
          )}
        </span>
      )}
      {stale && checkedAt && (
        <span className={classes.more}>
          stale, from <Age since={checkedAt} />
        </span>
      )}
      {checkedAt === null && (
        <span className={classes.more}>not checked yet</span>
      )}
      {findings > 0 && (
        <span className={classes.more}>
          {countInWords(findings, 'finding')}
        </span>
      )}
    </>
  );
}
