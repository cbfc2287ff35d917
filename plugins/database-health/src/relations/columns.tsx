import { bytesInWords } from 'backstage-plugin-database-health-common';
import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import type { ReactNode } from 'react';
import { Breakable } from '../signs/Breakable';
import { Unread } from '../signs/Unread';
import type { CardColumn } from '../tables/CardTable';
import { usePageLinks } from '../frame/PagePath';
import { Age } from '../signs/Age';
import { monospace } from '../signs/monospace';
import { ToneSign } from '../signs/ToneSign';
import { sizeInWords } from '../words/bytes';
import { numberInWords } from '../words/counts';
import { tableKindNames } from '../words/names';
import { PartsBar } from './PartsBar';
import type { IndexRow, RelationRow, TableRow } from './rows';

const useStyles = makeStyles(theme => ({
  name: { fontFamily: monospace, fontSize: 13 },
  more: {
    display: 'block',
    fontSize: 12,
    color: theme.palette.text.secondary,
  },
}));

/** How the name of a table leads on: a link, or a button that chooses it. */
export type NameOf<Row> = (row: Row) => ReactNode;

/** Leaves out the columns of which no row knows anything. */
export function knownColumns<Row>(
  columns: readonly CardColumn<Row>[],
  rows: readonly Row[],
): CardColumn<Row>[] {
  return columns.filter(
    ({ key }) => !key || rows.some(row => key(row) !== undefined),
  );
}

/** The columns of tables, `nameOf` deciding what their name does. */
export function tableColumns(
  nameOf: NameOf<TableRow>,
  withPlugin: boolean,
): CardColumn<TableRow>[] {
  return [
    {
      title: 'Table',
      ...named(nameOf, ({ table: { kind } }) =>
        kind === 'table' ? undefined : tableKindNames[kind],
      ),
    },
    ...(withPlugin ? [pluginColumn<TableRow>()] : []),
    {
      id: 'size',
      title: 'Size',
      numeric: true,
      key: ({ bytes }) => bytes,
      Cell: ({ row: { table } }) => (
        <>{sizeInWords({ ...table, bytes: table.totalBytes })}</>
      ),
    },
    {
      id: 'parts',
      title: 'Heap, TOAST, indexes',
      inCard: 'wide',
      Cell: ({ row: { table }, largestBytes }) => (
        <PartsBar table={table} largestBytes={largestBytes} />
      ),
    },
    {
      id: 'rows',
      title: 'Rows',
      numeric: true,
      key: ({ table }) => table.estimatedRows ?? undefined,
      Cell: ({ row: { table } }) =>
        table.estimatedRows === null ? (
          <Unread>not known</Unread>
        ) : (
          <>≈ {numberInWords(Math.round(table.estimatedRows))}</>
        ),
    },
    {
      id: 'dead',
      title: 'Dead rows',
      ...countOf(
        ({ table }) => table.deadRows,
        count => `≈ ${numberInWords(count)}`,
      ),
    },
    {
      id: 'vacuum',
      title: 'Vacuumed, analyzed',
      key: ({ table }) => table.lastVacuumAt ?? table.lastAnalyzeAt,
      Cell: ({ row: { table } }) => <Maintenance {...table} />,
    },
  ];
}

/** The columns of indexes. */
export function indexColumns(withPlugin: boolean): CardColumn<IndexRow>[] {
  return [
    {
      title: 'Index',
      ...named(
        ({ name }) => <Breakable name={name} />,
        ({ index }) => (
          <>
            on <Breakable name={index.table} />
          </>
        ),
      ),
    },
    ...(withPlugin ? [pluginColumn<IndexRow>()] : []),
    {
      id: 'size',
      title: 'Size',
      numeric: true,
      key: ({ bytes }) => bytes,
      Cell: ({ row }) => <>{bytesInWords(row.bytes)}</>,
    },
    {
      id: 'scans',
      title: 'Scans',
      ...countOf(({ index }) => index.scans, numberInWords),
    },
    {
      id: 'rows-read',
      title: 'Rows read',
      numeric: true,
      key: ({ index }) => index.rowsRead,
      Cell: ({ row: { index } }) =>
        index.rowsRead === undefined ? (
          <Unread>–</Unread>
        ) : (
          <>{numberInWords(index.rowsRead)}</>
        ),
    },
    {
      id: 'used',
      title: 'Last used',
      key: ({ index }) => index.lastUsedAt,
      Cell: ({ row: { index } }) =>
        index.lastUsedAt ? (
          <Age since={index.lastUsedAt} />
        ) : (
          <Unread>–</Unread>
        ),
    },
    {
      id: 'kind',
      title: 'Kind',
      key: ({ index }) => Number(index.valid) * 2 + Number(index.unique),
      Cell: ({ row: { index } }) => (
        <>
          {index.unique ? 'unique' : 'not unique'}
          {!index.valid && (
            <div>
              <ToneSign tone="unknown">not valid</ToneSign>
            </div>
          )}
        </>
      ),
    },
  ];
}

/** The name of each row, with what else tells what it is below. */
function named<Row extends RelationRow>(
  nameOf: NameOf<Row>,
  moreOf: (row: Row) => ReactNode,
): Omit<CardColumn<Row>, 'title'> {
  return {
    id: 'name',
    header: true,
    key: ({ name }) => name,
    Cell: ({ row }) => <Name more={moreOf(row)}>{nameOf(row)}</Name>,
  };
}

/** A number that engines may not count. */
function countOf<Row>(
  key: (row: Row) => number | undefined,
  inWords: (count: number) => string,
): Pick<CardColumn<Row>, 'numeric' | 'key' | 'Cell'> {
  return {
    numeric: true,
    key,
    Cell: ({ row }) => {
      const count = key(row);
      return count === undefined ? <Unread>–</Unread> : <>{inWords(count)}</>;
    },
  };
}

function pluginColumn<Row extends RelationRow>(): CardColumn<Row> {
  return {
    id: 'plugin',
    title: 'Plugin',
    key: ({ database }) => database.pluginId,
    Cell: ({ row: { database } }) => <PluginLink {...database} />,
  };
}

function PluginLink(props: { id: string; pluginId: string }) {
  const links = usePageLinks();
  return <Link to={links.database(props.id)}>{props.pluginId}</Link>;
}

function Name(props: { more?: ReactNode; children: ReactNode }) {
  const classes = useStyles();
  return (
    <>
      <span className={classes.name}>{props.children}</span>
      {props.more && <span className={classes.more}>{props.more}</span>}
    </>
  );
}

/** Where no row is ever dead, nothing is to be vacuumed. */
function Maintenance(props: {
  deadRows?: number;
  lastVacuumAt?: string;
  lastAnalyzeAt?: string;
}) {
  const { deadRows, lastVacuumAt, lastAnalyzeAt } = props;
  const classes = useStyles();
  if (!lastVacuumAt && !lastAnalyzeAt) {
    return <Unread>–</Unread>;
  }
  if (lastAnalyzeAt && !lastVacuumAt && deadRows === undefined) {
    return (
      <span className={classes.more}>
        analyzed <Age since={lastAnalyzeAt} />
      </span>
    );
  }
  return (
    <>
      {lastVacuumAt ? <Age since={lastVacuumAt} /> : 'never'}
      <span className={classes.more}>
        analyzed {lastAnalyzeAt ? <Age since={lastAnalyzeAt} /> : 'never'}
      </span>
    </>
  );
}
