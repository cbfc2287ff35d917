import { makeStyles } from '@material-ui/core/styles';
import type {
  Overview,
  RollbackTarget,
} from 'backstage-plugin-database-health-common';
import { Notice } from '../page/Notice';
import { PictureMissing } from '../page/PictureMissing';
import type { TabProps } from '../page/tab';
import { TabSkeleton } from '../page/TabSkeleton';
import { useMigrations } from '../picture/useMigrations';
import { LedgerGroups } from './LedgerGroups';
import { RollbackCard } from './RollbackCard';
import { useRollbackTarget } from './rollbackTarget';

const useStyles = makeStyles(theme => ({
  failure: { marginTop: theme.spacing(2) },
}));

/** Every ledger, and whether one may go back to another version. */
export function MigrationsTab({ overview }: TabProps) {
  const classes = useStyles();
  const { answer, failure, reload } = useMigrations(overview);
  const { target } = useRollbackTarget();
  if (!answer) {
    return failure ? (
      <PictureMissing failure={failure} onRetry={reload} />
    ) : (
      <TabSkeleton />
    );
  }
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
      <LedgerGroups ledgers={answer.value.ledgers} overview={overview} />
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
