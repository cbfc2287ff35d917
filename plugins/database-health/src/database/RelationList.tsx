import ButtonBase from '@material-ui/core/ButtonBase';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  CheckResult,
  DatabaseDetail,
} from 'backstage-plugin-database-health-common';
import { SearchBar, searchParameter } from '../tables/SearchBar';
import { useUrlValue } from '../frame/useUrlList';
import { IndexList } from '../relations/IndexList';
import { KindToggle, useRelationKind } from '../relations/KindToggle';
import { indexRows, searchRows, tableRows } from '../relations/rows';
import { TableList } from '../relations/TableList';
import { Breakable } from '../signs/Breakable';
import { Prose } from '../signs/Prose';

const useStyles = makeStyles(theme => ({
  none: { padding: theme.spacing(2) },
  choose: {
    font: 'inherit',
    textAlign: 'left',
    textDecoration: 'underline',
    textDecorationStyle: 'dotted',
    textUnderlineOffset: '3px',
  },
}));

/** The backend gives no more than this of either. */
const most = 500;

/** The checks that need the tables, and say why there are none. */
const relationCheckIds = ['table-size', 'size'];

/** The tables and indexes of one plugin database. */
export function RelationList(props: {
  detail: DatabaseDetail;
  /** The table whose history is shown. */
  chosen?: string;
  onChoose: (table?: string) => void;
}) {
  const { detail, chosen, onChoose } = props;
  const { database, checks } = detail;
  const classes = useStyles();
  const kind = useRelationKind();
  const [text = ''] = useUrlValue(searchParameter);
  const all = detail[kind];
  const tables = searchRows(tableRows(database, detail.tables), text);
  const indexes = searchRows(indexRows(database, detail.indexes), text);
  const count = kind === 'tables' ? tables.length : indexes.length;
  const chosenKey = tables.find(({ name }) => name === chosen)?.key;
  return (
    <Paper>
      <SearchBar
        label="Search for a table or an index"
        placeholder="Table or index"
        before={<KindToggle />}
      />
      {count === 0 && (
        <Typography variant="body2" className={classes.none} component="div">
          {all === null && (
            <>
              The {kind} were not read. <Prose text={reasonIn(checks)} />
            </>
          )}
          {all?.length === 0 && `There are no ${kind}.`}
          {all &&
            all.length > 0 &&
            `No ${kind === 'tables' ? 'table' : 'index'} matches.`}
        </Typography>
      )}
      {count > 0 && kind === 'tables' && (
        <TableList
          label={`Tables of ${database.pluginId}`}
          rows={tables}
          chosenKey={chosenKey}
          nameOf={({ name }) => (
            <ButtonBase
              className={classes.choose}
              aria-pressed={name === chosen}
              title="Show its size over time"
              onClick={() => onChoose(name === chosen ? undefined : name)}
            >
              <Breakable name={name} />
            </ButtonBase>
          )}
        />
      )}
      {count > 0 && kind === 'indexes' && (
        <IndexList label={`Indexes of ${database.pluginId}`} rows={indexes} />
      )}
      {all && all.length >= most && (
        <Typography
          variant="body2"
          color="textSecondary"
          className={classes.none}
        >
          These are the largest {most}.
        </Typography>
      )}
    </Paper>
  );
}

function reasonIn(checks: readonly CheckResult[]): string {
  return (
    checks.find(
      ({ checkId, reason }) => relationCheckIds.includes(checkId) && reason,
    )?.reason ?? ''
  );
}
