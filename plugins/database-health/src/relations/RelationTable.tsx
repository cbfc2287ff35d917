import { makeStyles } from '@material-ui/core/styles';
import { CardColumn, CardTable } from '../tables/CardTable';
import { Order, sortRows, useOrder } from '../tables/order';
import { useGradual } from '../tables/useGradual';

const useStyles = makeStyles(theme => ({
  chosen: { boxShadow: `inset 4px 0 0 ${theme.palette.text.primary}` },
  more: { padding: theme.spacing(0.5, 1) },
}));

const largestFirst: Order = { column: 'size', direction: 'desc' };

/** Tables or indexes, sorted by what the URL says, little by little. */
export function RelationTable<
  Row extends { key: string; bytes: number },
>(props: {
  label: string;
  noun: string;
  columns: readonly CardColumn<Row>[];
  rows: readonly Row[];
  /** The name of the order in the URL. */
  sortName: string;
  chosenKey?: string;
}) {
  const { label, noun, columns, rows, sortName, chosenKey } = props;
  const classes = useStyles();
  const [order, setOrder] = useOrder(sortName, columns, largestFirst);
  const { shown, more } = useGradual(sortRows(rows, columns, order), noun);
  return (
    <>
      <CardTable
        label={label}
        columns={columns}
        rows={shown}
        keyOf={({ key }) => key}
        largestBytes={Math.max(1, ...rows.map(({ bytes }) => bytes))}
        order={order}
        onSort={setOrder}
        rowClass={({ key }) => (key === chosenKey ? classes.chosen : undefined)}
      />
      {more && <div className={classes.more}>{more}</div>}
    </>
  );
}
