import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import {
  type DatabaseDetail,
  databaseHealthDetailsReadPermission,
} from 'backstage-plugin-database-health-common';
import { type CardColumn, CardTable } from '../tables/CardTable';
import { Breakable } from '../signs/Breakable';

type Setting = NonNullable<DatabaseDetail['settings']>[number];

const useStyles = makeStyles(theme => ({
  none: { padding: theme.spacing(2) },
  table: { overflowX: 'auto' },
  default: { color: theme.palette.text.secondary },
}));

const columns: readonly CardColumn<Setting>[] = [
  {
    id: 'key',
    title: 'Setting',
    header: true,
    Cell: ({ row }) => <code>{row.key}</code>,
  },
  {
    id: 'value',
    title: 'Value',
    inCard: 'wide',
    Cell: ({ row }) => <Breakable name={String(row.value)} />,
  },
  {
    id: 'from',
    title: 'Comes from',
    inCard: 'wide',
    Cell: ({ row }) => <Origin from={row.from} />,
  },
];

/** What is configured for the connections of a plugin, and where. */
export function SettingList(props: { settings: DatabaseDetail['settings'] }) {
  const { settings } = props;
  const classes = useStyles();
  if (!settings?.length) {
    return (
      <Paper className={classes.none}>
        <Typography variant="body2">{whyNone(settings)}</Typography>
      </Paper>
    );
  }
  return (
    <Paper className={classes.table}>
      <CardTable
        label="Settings of the connections"
        columns={columns}
        rows={settings}
        keyOf={({ key }) => key}
        largestBytes={0}
      />
    </Paper>
  );
}

function Origin({ from }: { from: string | null }) {
  const classes = useStyles();
  return from === null ? (
    <span className={classes.default}>a default</span>
  ) : (
    <code>
      <Breakable name={from} />
    </code>
  );
}

function whyNone(settings: DatabaseDetail['settings']): string {
  switch (settings) {
    case undefined:
      return `To see the configuration, you need the permission ${databaseHealthDetailsReadPermission.name}.`;
    case null:
      return 'The backend that answers does not run this plugin, so it does not know how it is configured.';
    default:
      return 'This plugin has a database service of its own, which says where its database is and no more.';
  }
}
