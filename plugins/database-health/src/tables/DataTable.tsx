import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import type { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  frame: { overflow: 'auto' },
  bounded: { maxHeight: 420 },
  table: {
    borderCollapse: 'collapse',
    fontSize: 13,
    fontVariantNumeric: 'tabular-nums',
    '& th, & td': {
      padding: theme.spacing(0.5, 1.5),
      textAlign: 'left',
      whiteSpace: 'nowrap',
      fontWeight: 'inherit',
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    '& thead th': {
      position: 'sticky',
      top: 0,
      fontSize: 12,
      fontWeight: 700,
      color: theme.palette.text.secondary,
      backgroundColor: theme.palette.background.paper,
    },
    '& $numeric': { textAlign: 'right' },
  },
  numeric: {},
  whole: {
    width: '100%',
    // Where there is little room, names and titles take two lines before the last
    // columns are out of sight.
    '& th, & thead th': { whiteSpace: 'normal' },
    '& thead th': { verticalAlign: 'bottom' },
    [theme.breakpoints.down('sm')]: {
      '& th, & td': { padding: theme.spacing(0.5, 0.75) },
    },
  },
}));

/** What a chart shows, as rows: the first cell names each. */
export interface Data {
  columns: readonly string[];
  /** Columns that hold words and stand to the left, as the first one does. */
  words?: readonly string[];
  rows: readonly (readonly ReactNode[])[];
}

/** The alternative to a chart, as tall as one, or a table that is all shown. */
export function DataTable(props: {
  label: string;
  data: Data;
  whole?: boolean;
}) {
  const { label, data, whole } = props;
  const classes = useStyles();
  const numeric = data.columns.map(
    (column, index) => index > 0 && !data.words?.includes(column),
  );
  return (
    <div
      className={clsx(classes.frame, !whole && classes.bounded)}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
      tabIndex={0}
      role="region"
      aria-label={label}
    >
      <table
        className={clsx(classes.table, whole && classes.whole)}
        aria-label={label}
      >
        <thead>
          <tr>
            {data.columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={clsx(numeric[index] && classes.numeric)}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map(([name, ...cells], row) => (
            <tr key={row}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td
                  key={index}
                  className={clsx(numeric[index + 1] && classes.numeric)}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
