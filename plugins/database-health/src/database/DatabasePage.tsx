import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  DatabaseDetail,
  Overview,
} from 'backstage-plugin-database-health-common';
import { useRef } from 'react';
import { useParams } from 'react-router-dom';
import { useDismissing } from '../findings/dismissal/useDismissing';
import { FindingList } from '../findings/FindingList';
import { useOpenFindings } from '../findings/useOpenFindings';
import { LedgerList } from '../migrations/LedgerList';
import { Loaded } from '../frame/Loaded';
import { usePageLinks } from '../frame/PagePath';
import { Section } from '../frame/Section';
import type { TabProps } from '../frame/tab';
import { useUrlValue } from '../frame/useUrlList';
import { useDatabase } from '../data/useDatabase';
import { SessionList } from '../sessions/SessionList';
import { ToneSign } from '../signs/ToneSign';
import { CheckTable } from './CheckTable';
import { DatabaseFacts } from './DatabaseFacts';
import { DatabaseUnknown } from './DatabaseUnknown';
import { Histories } from './Histories';
import { PoolList } from './PoolList';
import { QueryList } from './QueryList';
import { SettingList } from './SettingList';
import { RelationList } from './RelationList';
import { Unreachable } from './Unreachable';

const useStyles = makeStyles(theme => ({
  title: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0, 1.5),
    margin: theme.spacing(2, 0, 1),
  },
  name: {
    fontSize: 26,
    fontWeight: 700,
    overflowWrap: 'anywhere',
    minWidth: 0,
  },
  history: { minWidth: 0 },
}));

/** One plugin database in detail. */
export function DatabasePage({ overview }: TabProps) {
  const { id = '' } = useParams();
  const classes = useStyles();
  const links = usePageLinks();
  const polled = useDatabase(id, overview);
  const detail = polled.answer?.value;
  return (
    <>
      <div className={classes.title}>
        <nav aria-label="Breadcrumb">
          <Link to={links.tab('databases')}>Databases</Link> /
        </nav>
        <Typography component="h2" className={classes.name}>
          {detail?.database.pluginId ?? id}
        </Typography>
        {detail && <ToneSign tone={detail.database.status} />}
      </div>
      {!detail && polled.failure?.kind === 'not-found' ? (
        <DatabaseUnknown id={id} />
      ) : (
        <Loaded polled={polled} what="This detail">
          {value => <Detail overview={overview} detail={value} />}
        </Loaded>
      )}
    </>
  );
}

function Detail(props: { overview: Overview; detail: DatabaseDetail }) {
  const { overview, detail } = props;
  const classes = useStyles();
  const [table, setTable] = useUrlValue('table');
  const open = useOpenFindings();
  const dismissing = useDismissing(overview, open);
  const history = useRef<HTMLDivElement>(null);
  const { database, checks, ledgers, pools, queries, sessions, settings } =
    detail;
  const findings = overview.findings.filter(
    ({ databaseId, serverId }) =>
      databaseId === database.id || serverId === database.serverId,
  );
  return (
    <>
      <Unreachable database={database} />
      <Section title="Findings">
        <FindingList
          findings={findings}
          overview={overview}
          open={open}
          dismissing={dismissing}
          none={
            database.status === 'ok'
              ? 'Nothing needs attention.'
              : 'Nothing was found so far, but not everything has been read.'
          }
        />
        {dismissing.parts}
      </Section>
      <Section title="Facts">
        <DatabaseFacts
          database={database}
          server={overview.servers.find(
            server => server.id === database.serverId,
          )}
        />
      </Section>
      <div ref={history} className={classes.history}>
        <Section title="History">
          <Histories
            overview={overview}
            database={database}
            table={table}
            onWhole={() => setTable(undefined)}
          />
        </Section>
      </div>
      <Section title="Tables and indexes">
        <RelationList
          detail={detail}
          chosen={table}
          onChoose={next => {
            setTable(next);
            // What was asked for may be out of sight above.
            history.current?.scrollIntoView?.({ block: 'nearest' });
          }}
        />
      </Section>
      <Section title="Checks">
        <CheckTable checks={checks} />
      </Section>
      <Section title="Migrations">
        <LedgerList ledgers={ledgers} findings={findings} />
      </Section>
      <Section title="Pools">
        <PoolList pools={pools} database={database} />
      </Section>
      <Section title="Configuration">
        <SettingList settings={settings} />
      </Section>
      <Section title="Sessions">
        <SessionList sessions={sessions} engine={database.engine} />
      </Section>
      <Section title="Queries">
        <QueryList queries={queries} />
      </Section>
    </>
  );
}
