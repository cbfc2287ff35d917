import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Database } from 'backstage-plugin-database-health-common';
import { DatabaseTable } from '../databases/DatabaseTable';
import { usePageLinks } from '../frame/PagePath';
import { Section } from '../frame/Section';
import { countInWords } from '../words/counts';

const useStyles = makeStyles(theme => ({
  rest: { padding: theme.spacing(1.5, 2) },
}));

/** The worst databases that are shown here; all have their own tab. */
const databasesShown = 15;

/** The databases that are not well, and the way to the others. */
export function UnwellDatabases(props: { databases: readonly Database[] }) {
  const { databases } = props;
  const classes = useStyles();
  const links = usePageLinks();
  const unwell = databases.filter(({ status }) => status !== 'ok');
  const shown = unwell.slice(0, databasesShown);
  return (
    <Section
      title="Databases"
      aside={
        databases.length > 0 && (
          <Link to={links.tab('databases')}>
            {databases.length === 1
              ? 'Its numbers'
              : `All ${countInWords(databases.length, 'database')}`}
          </Link>
        )
      }
    >
      <Paper>
        {shown.length > 0 && <DatabaseTable databases={shown} />}
        {shown.length < databases.length && (
          <Typography variant="body2" className={classes.rest}>
            {restInWords({
              all: databases.length,
              unwell: unwell.length,
              shown: shown.length,
            })}
          </Typography>
        )}
        {databases.length === 0 && (
          <Typography variant="body2" className={classes.rest}>
            No plugin database is known.
          </Typography>
        )}
      </Paper>
    </Section>
  );
}

/** What is not in the table. */
function restInWords(count: {
  all: number;
  unwell: number;
  shown: number;
}): string {
  const { all, unwell, shown } = count;
  const well = all - unwell;
  const hidden = unwell - shown;
  return [
    hidden > 0 && `${hidden} more ${hidden === 1 ? 'is' : 'are'} not well.`,
    well > 0 && wellInWords(well, all),
  ]
    .filter(Boolean)
    .join(' ');
}

function wellInWords(well: number, all: number): string {
  if (well === all) {
    return all === 1 ? 'It is well.' : `All ${all} are well.`;
  }
  return well === 1 ? 'The other one is well.' : `The other ${well} are well.`;
}
