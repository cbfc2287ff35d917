import { makeStyles } from '@material-ui/core/styles';
import { CellProps, columns } from './columns';
import { narrow } from './narrow';

const useStyles = makeStyles(theme => ({
  row: {
    // What the link of the plugin cell is stretched over.
    position: 'relative',
    '&:hover, &:focus-within': { backgroundColor: theme.palette.action.hover },
    borderBottom: `1px solid ${theme.palette.divider}`,
    [theme.breakpoints.down(narrow)]: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(120px, 1fr))',
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
    overflowWrap: 'anywhere',
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
    [theme.breakpoints.down(narrow)]: { gridColumn: '1 / -1' },
  },
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
  return (
    <tr className={classes.row} role="row">
      {columns.map(({ id, title, header, numeric, Cell }) =>
        header ? (
          <th
            key={id}
            scope="row"
            role="rowheader"
            className={`${classes.cell} ${classes.named}`}
          >
            <Cell {...props} />
          </th>
        ) : (
          <td
            key={id}
            // eslint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role -- Safari takes the role from a cell of a card
            role="cell"
            data-title={title}
            className={`${classes.cell} ${numeric ? classes.numeric : ''}`}
          >
            <Cell {...props} />
          </td>
        ),
      )}
    </tr>
  );
}
