import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import type { Database, Server } from 'backstage-plugin-database-health-common';
import {
  durationInWords,
  engineData,
} from 'backstage-plugin-database-health-common';
import { Age, Span } from '../signs/Age';
import { Breakable } from '../signs/Breakable';
import { Facts } from '../signs/Facts';
import { sizeInWords } from '../words/bytes';
import { dateInWords } from '../words/dates';
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
          database.encryption && [
            'Encryption',
            encryptionInWords(database.encryption),
          ],
          server?.certificate && [
            'Certificate',
            `until ${dateInWords(server.certificate.validUntil)}`,
          ],
          database.token && [
            'Identity token',
            <TokenAge key="token" token={database.token} />,
          ],
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

function encryptionInWords({
  encrypted,
  verified,
  local,
  protocol,
}: NonNullable<Database['encryption']>): string {
  if (encrypted) {
    return `${protocol ?? 'TLS'}${verified ? '' : ', server not verified'}`;
  }
  return local ? 'none, on one machine' : 'none';
}

/** How old it is, and since when there is no newer one. */
function TokenAge(props: { token: NonNullable<Database['token']> }) {
  const { obtainedAt, failingSince } = props.token;
  return (
    <>
      {obtainedAt ? (
        <>
          obtained <Age since={obtainedAt} />
        </>
      ) : (
        'none obtained yet'
      )}
      {failingSince && (
        <>
          , no further one for <Span since={failingSince} />
        </>
      )}
    </>
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
