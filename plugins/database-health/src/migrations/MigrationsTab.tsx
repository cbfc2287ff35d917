import type {
  Overview,
  RollbackTarget,
} from 'backstage-plugin-database-health-common';
import { Loaded } from '../frame/Loaded';
import type { TabProps } from '../frame/tab';
import { useMigrations } from '../data/useMigrations';
import { LedgerGroups } from './LedgerGroups';
import { RollbackCard } from './RollbackCard';
import { useRollbackTarget } from './rollbackTarget';

/** Every ledger, and whether one may go back to another version. */
export function MigrationsTab({ overview }: TabProps) {
  const polled = useMigrations(overview);
  const { target } = useRollbackTarget();
  return (
    <Loaded polled={polled} what="The ledgers">
      {({ ledgers, rollback }) => (
        <>
          {target ? (
            <ComparedRollback overview={overview} target={target} />
          ) : (
            <RollbackCard rollback={rollback} databases={overview.databases} />
          )}
          <LedgerGroups ledgers={ledgers} overview={overview} />
        </>
      )}
    </Loaded>
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
