import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import { usePageLinks } from '../../frame/PagePath';
import { Breakable } from '../../signs/Breakable';
import { monospace } from '../../signs/monospace';
import type { Database } from 'backstage-plugin-database-health-common';
import type { CellProps } from '../../tables/CardTable';

const useStyles = makeStyles(theme => ({
  link: {
    fontWeight: 600,
    fontSize: 15,
    // The whole row is the target; the row is the nearest positioned ancestor.
    '&::after': { content: '""', position: 'absolute', inset: 0 },
  },
  name: {
    display: 'block',
    fontFamily: monospace,
    fontSize: 12,
    fontWeight: 400,
    color: theme.palette.text.secondary,
  },
}));

/** The plugin, as a link to the detail, and the name of its database. */
export function PluginCell({ row }: CellProps<Database>) {
  const classes = useStyles();
  const links = usePageLinks();
  const { id, pluginId, name, schema } = row;
  return (
    <>
      <Link to={links.database(id)} className={classes.link}>
        {pluginId}
      </Link>
      <span className={classes.name}>
        <Breakable name={name} />
        {schema !== undefined && (
          <>
            {' · '}
            <Breakable name={schema} />
          </>
        )}
      </span>
    </>
  );
}
