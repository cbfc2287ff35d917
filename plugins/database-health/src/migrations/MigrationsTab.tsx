import { Link } from '@backstage/core-components';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Database,
  Ledger,
  Overview,
  RollbackTarget,
} from 'backstage-plugin-database-health-common';
import { FilterChips } from '../databases/FilterChips';
import { Notice } from '../page/Notice';
import { usePageLinks } from '../page/PagePath';
import { PictureMissing } from '../page/PictureMissing';
import { Section } from '../page/Section';
import type { TabProps } from '../page/tab';
import { TabSkeleton } from '../page/TabSkeleton';
import { useUrlList } from '../page/useUrlList';
import { useMigrations } from '../picture/useMigrations';
import { ToneSign } from '../signs/ToneSign';
import { ledgerStateNames } from '../words/names';
import { Gradual } from './Gradual';
import { LedgerList } from './LedgerList';
import { RollbackCard } from './RollbackCard';
import { useRollbackTarget } from './rollbackTarget';

const useStyles = makeStyles(theme => ({
  filters: { marginTop: theme.spacing(2) },
  none: { marginTop: theme.spacing(2), padding: theme.spacing(2) },
  failure: { marginTop: theme.spacing(2) },
}));

/** Every ledger, grouped by plugin in the order of the databases. */
export function MigrationsTab({ overview }: TabProps) {
  const classes = useStyles();
  const links = usePageLinks();
  const { answer, failure, reload } = useMigrations(overview);
  const { target } = useRollbackTarget();
  const [states, setStates] = useUrlList('state');

  if (!answer) {
    return failure ? (
      <PictureMissing failure={failure} onRetry={reload} />
    ) : (
      <TabSkeleton />
    );
  }
  const { ledgers } = answer.value;
  const wanted = ledgers.filter(
    ({ state }) => states.length === 0 || states.includes(state),
  );
  const groups = groupByDatabase(overview.databases, wanted);
  return (
    <>
      {failure && (
        <div className={classes.failure}>
          <Notice tone="warning" title="The ledgers could not be renewed">
            {failure.sentence}
          </Notice>
        </div>
      )}
      {target ? (
        <ComparedRollback overview={overview} target={target} />
      ) : (
        <RollbackCard
          rollback={answer.value.rollback}
          databases={overview.databases}
        />
      )}
      <div className={classes.filters}>
        <FilterChips
          label="State"
          selected={states}
          onChange={setStates}
          options={statesIn(ledgers).map(state => ({
            value: state,
            text: ledgerStateNames[state],
            count: ledgers.filter(ledger => ledger.state === state).length,
          }))}
        />
      </div>
      {groups.length === 0 && (
        <Paper className={classes.none}>
          <Typography variant="body2">
            {ledgers.length === 0
              ? 'No ledger has been read yet.'
              : 'No ledger is in these states.'}
          </Typography>
        </Paper>
      )}
      <Gradual items={groups} noun="plugin">
        {({ id, database, ledgers: own }) => (
          <Section
            key={id}
            dense
            title={
              <Link to={links.database(id)}>{database?.pluginId ?? id}</Link>
            }
            aside={database && <ToneSign tone={database.status} />}
          >
            <LedgerList ledgers={own} findings={overview.findings} />
          </Section>
        )}
      </Gradual>
    </>
  );
}

/** The card for a version or folder that the reader chose. */
function ComparedRollback(props: {
  overview: Overview;
  target: RollbackTarget;
}) {
  const { answer, failure } = useMigrations(props.overview, props.target);
  return (
    <RollbackCard
      rollback={answer?.value.rollback}
      failure={failure}
      databases={props.overview.databases}
    />
  );
}

function statesIn(ledgers: readonly Ledger[]): Ledger['state'][] {
  const present = new Set(ledgers.map(({ state }) => state));
  return (Object.keys(ledgerStateNames) as Ledger['state'][]).filter(state =>
    present.has(state),
  );
}

function groupByDatabase(
  databases: readonly Database[],
  ledgers: readonly Ledger[],
): { id: string; database?: Database; ledgers: Ledger[] }[] {
  const known = new Map(databases.map(database => [database.id, database]));
  const ids = new Set([
    ...known.keys(),
    ...ledgers.map(({ databaseId }) => databaseId),
  ]);
  return [...ids]
    .map(id => ({
      id,
      database: known.get(id),
      ledgers: ledgers.filter(({ databaseId }) => databaseId === id),
    }))
    .filter(group => group.ledgers.length > 0);
}
