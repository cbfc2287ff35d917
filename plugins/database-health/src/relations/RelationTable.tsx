import TableSortLabel from '@material-ui/core/TableSortLabel';
import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import { narrow } from '../page/narrow';
import { cardTable } from '../page/cardTable';
import { useGradual } from '../page/useGradual';
import { useUrlValue } from '../page/useUrlList';
import {
  nextOrder,
  orderFrom,
  RelationColumn,
  RelationOrder,
  sortRows,
} from './sort';

const useStyles = makeStyles(theme => ({
  ...cardTable(theme),
  title: {
    padding: theme.spacing(1, 1.5),
    fontSize: 12,
    fontWeight: 700,
    textAlign: 'left',
    whiteSpace: 'nowrap',
    color: theme.palette.text.secondary,
  },
  row: {
    borderTop: `1px solid ${theme.palette.divider}`,
    [theme.breakpoints.down(narrow)]: {
      display: 'grid',
      gridTemplateColumns: 'repeat(auto-fill, minmax(92px, 1fr))',
      gap: theme.spacing(1, 2),
      padding: theme.spacing(1.5),
    },
  },
  cell: {
    padding: theme.spacing(0.75, 1.5),
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
  numeric: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    // The arrow before the word, so that the word stands over the numbers.
    '& .MuiTableSortLabel-root': { flexDirection: 'row-reverse' },
    [theme.breakpoints.down(narrow)]: { textAlign: 'left' },
  },
  wide: { [theme.breakpoints.down(narrow)]: { gridColumn: '1 / -1' } },
  chosen: { boxShadow: `inset 4px 0 0 ${theme.palette.text.primary}` },
  more: { padding: theme.spacing(0.5, 1) },
}));

/* eslint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role --
   Safari takes the roles from a table whose rows are shown as cards */

/** Tables or indexes, sorted by what the URL says, little by little. */
export function RelationTable<
  Row extends { key: string; bytes: number },
>(props: {
  label: string;
  noun: string;
  columns: readonly RelationColumn<Row>[];
  rows: readonly Row[];
  /** The name of the order in the URL. */
  sortName: string;
  byDefault: RelationOrder;
  chosenKey?: string;
}) {
  const { label, noun, columns, rows, sortName, byDefault, chosenKey } = props;
  const classes = useStyles();
  const [sort, setSort] = useUrlValue(sortName);
  const order = orderFrom(sort, columns, byDefault);
  const { shown, more } = useGradual(sortRows(rows, columns, order), noun);
  const largestBytes = Math.max(1, ...rows.map(({ bytes }) => bytes));
  return (
    <>
      <table className={classes.table} role="table" aria-label={label}>
        <thead className={classes.head} role="rowgroup">
          <tr role="row">
            {columns.map(column => {
              const active = column.id === order.column;
              const { direction } = active ? order : nextOrder(column, order);
              const ariaDirection =
                direction === 'asc' ? 'ascending' : 'descending';
              return (
                <th
                  key={column.id}
                  scope="col"
                  role="columnheader"
                  className={clsx(
                    classes.title,
                    column.numeric && classes.numeric,
                  )}
                  aria-sort={active ? ariaDirection : undefined}
                >
                  {column.key ? (
                    <TableSortLabel
                      active={active}
                      direction={direction}
                      onClick={() => {
                        const next = nextOrder(column, order);
                        setSort(`${next.column}.${next.direction}`);
                      }}
                    >
                      {column.title}
                    </TableSortLabel>
                  ) : (
                    column.title
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody className={classes.body} role="rowgroup">
          {shown.map(row => (
            <tr
              key={row.key}
              role="row"
              className={clsx(
                classes.row,
                row.key === chosenKey && classes.chosen,
              )}
            >
              {columns.map(({ id, title, numeric, header, wide, Cell }) =>
                header ? (
                  <th
                    key={id}
                    scope="row"
                    role="rowheader"
                    className={clsx(classes.cell, classes.wide)}
                  >
                    <Cell row={row} largestBytes={largestBytes} />
                  </th>
                ) : (
                  <td
                    key={id}
                    role="cell"
                    data-title={title}
                    className={clsx(
                      classes.cell,
                      numeric && classes.numeric,
                      wide && classes.wide,
                    )}
                  >
                    <Cell row={row} largestBytes={largestBytes} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {more && <div className={classes.more}>{more}</div>}
    </>
  );
}
