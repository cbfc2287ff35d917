import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import { CellProps, columns } from './columns';
import { narrow } from '../page/narrow';

const useStyles = makeStyles(theme => ({
  row: {
    // What the link of the plugin cell is stretched over.
    position: 'relative',
    '&:hover, &:focus-within': { backgroundColor: theme.palette.action.hover },
    borderBottom: `1px solid ${theme.palette.divider}`,
    [theme.breakpoints.down(narrow)]: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(92px, 1fr))',
      gap: theme.spacing(1, 2),
      padding: theme.spacing(1.5),
    },
  },
  cell: {
    padding: theme.spacing(1, 1.5),
    textAlign: 'left',
    verticalAlign: 'top',
    fontWeight: 'inherit',
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'break-word',
    [theme.breakpoints.down(narrow)]: {
      padding: 0,
      // The column's title, as the head is out of sight.
      '&[data-title]::before': {
        content: 'attr(data-title)',
        display: 'block',
        fontSize: 11,
        color: theme.palette.text.secondary,
      },
    },
  },
  named: {
    minWidth: 140,
    overflowWrap: 'anywhere',
    [theme.breakpoints.down(narrow)]: { gridColumn: '1 / -1' },
  },
  // What was last known, where it is not known any more.
  old: { color: theme.palette.text.secondary },
  // Beside the name these say the most, so they get a line of their own.
  wide: { [theme.breakpoints.down(narrow)]: { gridColumn: '1 / -1' } },
  leftOut: { [theme.breakpoints.down(narrow)]: { display: 'none' } },
  numeric: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    [theme.breakpoints.down(narrow)]: {
      textAlign: 'left',
      '& div': { marginLeft: 0 },
    },
  },
}));

/** One plugin database. */
export function DatabaseRow(props: CellProps) {
  const classes = useStyles();
  const { reachable, stale } = props.database;
  const old = stale || reachable === false;
  return (
    <tr className={clsx(classes.row, old && classes.old)} role="row">
      {columns.map(({ id, title, header, numeric, narrow: inCard, Cell }) =>
        header ? (
          <th
            key={id}
            scope="row"
            role="rowheader"
            className={clsx(classes.cell, classes.named)}
          >
            <Cell {...props} />
          </th>
        ) : (
          <td
            key={id}
            // eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- Safari takes the role from a cell of a card
            role="cell"
            data-title={inCard ? undefined : title}
            className={clsx(
              classes.cell,
              numeric && classes.numeric,
              inCard && classes[inCard],
            )}
          >
            <Cell {...props} />
          </td>
        ),
      )}
    </tr>
  );
}
