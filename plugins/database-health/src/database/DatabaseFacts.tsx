import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { Database, Server } from 'backstage-plugin-database-health-common';
import {
  durationInWords,
  engineData,
} from 'backstage-plugin-database-health-common';
import { Age } from '../signs/Age';
import { Breakable } from '../signs/Breakable';
import { Facts } from '../signs/Facts';
import { sizeInWords } from '../words/bytes';
import { growthInWords } from '../words/growth';
import { numberInWords } from '../words/counts';

const useStyles = makeStyles(theme => ({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 320px), 1fr))',
    gap: theme.spacing(0.5, 4),
    padding: theme.spacing(2),
  },
}));

/** What is known of a plugin database and where it lives. */
export function DatabaseFacts(props: { database: Database; server?: Server }) {
  const { database, server } = props;
  const { engine, name, schema, size, ping, checkedAt, surveyedAt } = database;
  const { reachable } = database;
  const classes = useStyles();
  return (
    <Paper className={classes.facts}>
      <Facts
        facts={[
          ['Name', <Breakable key="name" name={name} />],
          schema !== undefined && [
            'Schema',
            <Breakable key="schema" name={schema} />,
          ],
          [
            'Engine',
            [engineData[engine].title, server?.version]
              .filter(Boolean)
              .join(' '),
          ],
          [
            'Server',
            <Breakable key="server" name={server?.host ?? database.serverId} />,
          ],
          server?.role === 'standby' && ['Role', 'standby'],
          !database.installed && [
            'Plugin',
            'not installed in this backend any more',
          ],
          !database.observed && [
            'Observed',
            'no, only seen through the server',
          ],
        ]}
      />
      <Facts
        facts={[
          ['Size', size ? sizeInWords(size) : 'not read'],
          [
            'Growth',
            size && size.bytesPerDay !== null
              ? growthInWords(size.bytesPerDay)
              : 'no history yet',
          ],
          typeof size?.tables === 'number' && [
            'Tables',
            numberInWords(size.tables),
          ],
          ['Latency', latencyWords({ ping, reachable })],
          [
            'Looked at',
            checkedAt ? <Age key="at" since={checkedAt} /> : 'not yet',
          ],
          [
            'Surveyed',
            surveyedAt ? <Age key="at" since={surveyedAt} /> : 'not yet',
          ],
        ]}
      />
    </Paper>
  );
}

/** What it was before an outage is said as such. */
function latencyWords({
  ping,
  reachable,
}: Pick<Database, 'ping' | 'reachable'>): string {
  const known = ping && durationInWords(ping.latencyMs);
  if (reachable === false) {
    return known ? `no answer now, ${known} before` : 'no answer';
  }
  return known ?? 'not read';
}
