import { Notice } from '../frame/Notice';
import { CopyLine } from '../signs/CopyLine';

/** A backend with a database service of its own hides the clients from us. */
export function NothingObserved() {
  return (
    <Notice tone="unknown" title="Nothing is observed">
      <p>
        This backend brings a <code>core.database</code> service of its own, so
        Database Health cannot see the clients, pools and migrations of the
        plugins. Wrap what that service hands out with{' '}
        <code>observeDatabaseService</code> of{' '}
        <code>backstage-plugin-database-health-node</code>, whose README shows
        how:
      </p>
      <CopyLine
        text="yarn --cwd packages/backend add backstage-plugin-database-health-node"
        label="Line that adds the package"
      />
    </Notice>
  );
}
