import Typography from '@material-ui/core/Typography';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { Legend } from '../charts/Legend';
import { seriesColours } from '../charts/palette';
import { knownColumns, NameOf, tableColumns } from './columns';
import { tableParts } from './PartsBar';
import { RelationTable } from './RelationTable';
import type { TableRow } from './rows';

const useStyles = makeStyles(theme => ({
  about: { padding: theme.spacing(0.5, 1.5, 1) },
}));

/** Tables with their parts, the largest first. */
export function TableList(props: {
  label: string;
  rows: readonly TableRow[];
  nameOf: NameOf<TableRow>;
  withPlugin?: boolean;
  chosenKey?: string;
}) {
  const { label, rows, nameOf, withPlugin = false, chosenKey } = props;
  const classes = useStyles();
  const theme = useTheme();
  const present = tableParts.filter(({ id }) =>
    rows.some(({ table }) => table[id] > 0),
  );
  return (
    <>
      <div className={classes.about}>
        <Legend
          label="Parts of a table"
          entries={present.map(({ id, name, place }) => ({
            id,
            name,
            colour: seriesColours(theme, place).strong,
          }))}
        />
        <Typography variant="caption" color="textSecondary">
          {rows.some(({ table }) => table.approximate) &&
            '≈ before a size: an estimate of the engine, or of its statistics where the table was locked. '}
          Numbers of rows are estimates of the engine.
        </Typography>
      </div>
      <RelationTable
        label={label}
        noun="table"
        columns={knownColumns(tableColumns(nameOf, withPlugin), rows)}
        rows={rows}
        sortName="sort"
        chosenKey={chosenKey}
      />
    </>
  );
}
