import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useRef } from 'react';
import { useParams } from 'react-router-dom';
import { FindingList } from '../findings/FindingList';
import { LedgerList } from '../migrations/LedgerList';
import { Notice } from '../page/Notice';
import { usePageLinks } from '../page/PagePath';
import { PictureMissing } from '../page/PictureMissing';
import { Section } from '../page/Section';
import type { TabProps } from '../page/tab';
import { TabSkeleton } from '../page/TabSkeleton';
import { useUrlValue } from '../page/useUrlList';
import { useDatabase } from '../picture/useDatabase';
import { Age } from '../signs/Age';
import { SessionList } from '../sessions/SessionList';
import { ToneSign } from '../signs/ToneSign';
import { CheckTable } from './CheckTable';
import { DatabaseFacts } from './DatabaseFacts';
import { DatabaseUnknown } from './DatabaseUnknown';
import { Histories } from './Histories';
import { PoolList } from './PoolList';
import { QueryList } from './QueryList';
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
  notices: { display: 'grid', gap: theme.spacing(1) },
}));

/** One plugin database in detail. */
export function DatabasePage({ overview }: TabProps) {
  const { id = '' } = useParams();
  const classes = useStyles();
  const links = usePageLinks();
  const { answer, failure, reload } = useDatabase(id, overview);
  const [table, setTable] = useUrlValue('table');
  const history = useRef<HTMLDivElement>(null);
  const detail = answer?.value;

  const title = (
    <div className={classes.title}>
      <nav aria-label="Breadcrumb">
        <Link to={links.tab('databases')}>Databases</Link> /
      </nav>
      <Typography component="h2" className={classes.name}>
        {detail?.database.pluginId ?? id}
      </Typography>
      {detail && <ToneSign tone={detail.database.status} />}
    </div>
  );

  if (!detail) {
    if (failure?.kind === 'not-found') {
      return (
        <>
          {title}
          <DatabaseUnknown id={id} />
        </>
      );
    }
    return (
      <>
        {title}
        {failure ? (
          <PictureMissing failure={failure} onRetry={reload} />
        ) : (
          <TabSkeleton />
        )}
      </>
    );
  }

  const { database, checks, ledgers, pools, queries, sessions } = detail;
  const findings = overview.findings.filter(
    ({ databaseId, serverId }) =>
      databaseId === id || serverId === database.serverId,
  );
  return (
    <>
      {title}
      <div className={classes.notices}>
        {failure && (
          <Notice tone="warning" title="This detail could not be renewed">
            {failure.sentence} You see what was known{' '}
            <Age since={new Date(answer.receivedAt).toISOString()} />.
          </Notice>
        )}
        <Unreachable database={database} />
      </div>
      <Section title="Findings">
        <FindingList
          findings={findings}
          overview={overview}
          none={
            database.status === 'ok'
              ? 'Nothing needs attention.'
              : 'Nothing was found so far, but not everything has been read.'
          }
        />
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
      <Section title="Sessions">
        <SessionList sessions={sessions} engine={database.engine} />
      </Section>
      <Section title="Queries">
        <QueryList queries={queries} />
      </Section>
    </>
  );
}
