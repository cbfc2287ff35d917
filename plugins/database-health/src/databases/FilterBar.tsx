import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import SearchIcon from '@material-ui/icons/Search';
import {
  Engine,
  Overview,
  statusOrder,
} from 'backstage-plugin-database-health-common';
import { useUrlList, useUrlValue } from '../page/useUrlList';
import { engineNames, toneNames } from '../words/names';
import { FilterChips } from './FilterChips';

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2.5),
    padding: theme.spacing(1.5),
    borderBottom: `1px solid ${theme.palette.divider}`,
  },
  search: {
    width: 240,
    [theme.breakpoints.down('xs')]: { width: '100%' },
  },
}));

/** Search and filters; they live in the URL. */
export function FilterBar(props: { overview: Overview }) {
  const { databases, summary, servers } = props.overview;
  const classes = useStyles();
  const [text, setText] = useUrlValue('q');
  const [statuses, setStatuses] = useUrlList('status');
  const [engines, setEngines] = useUrlList('engine');
  const [serverIds, setServerIds] = useUrlList('server');
  const presentEngines = [...new Set(databases.map(({ engine }) => engine))];
  const on = <K extends 'engine' | 'serverId'>(key: K, value: string) =>
    databases.filter(database => database[key] === value).length;

  return (
    <div className={classes.bar} role="search">
      <TextField
        className={classes.search}
        size="small"
        variant="outlined"
        placeholder="Plugin or database"
        value={text ?? ''}
        onChange={event => setText(event.target.value)}
        inputProps={{ 'aria-label': 'Search for a plugin or database' }}
        InputProps={{
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
        }}
      />
      <FilterChips
        label="Status"
        selected={statuses}
        onChange={setStatuses}
        options={statusOrder
          .filter(
            status =>
              summary.databases[status] > 0 || statuses.includes(status),
          )
          .map(status => ({
            value: status,
            text: toneNames[status],
            count: summary.databases[status],
            tone: status,
          }))}
      />
      <FilterChips
        label="Engine"
        selected={engines}
        onChange={setEngines}
        options={presentEngines.map((engine: Engine) => ({
          value: engine,
          text: engineNames[engine],
          count: on('engine', engine),
        }))}
      />
      <FilterChips
        label="Server"
        selected={serverIds}
        onChange={setServerIds}
        options={servers.map(({ id, host }) => ({
          value: id,
          text: host ?? id,
          count: on('serverId', id),
        }))}
      />
    </div>
  );
}
