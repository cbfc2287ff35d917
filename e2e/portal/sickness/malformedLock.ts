import type { RunningPortal } from '../../startPortal';
import { runSql } from '../../serverTruth';

/** A second row in a lock table: no migration of the plugin can begin any more. */
export async function malformLock(
  portal: RunningPortal,
  pluginId: string,
): Promise<void> {
  await runSql(
    portal,
    `backstage_plugin_${pluginId}`,
    'insert into knex_migrations_lock (is_locked) values (0)',
  );
}

export async function mendLock(
  portal: RunningPortal,
  pluginId: string,
): Promise<void> {
  await runSql(
    portal,
    `backstage_plugin_${pluginId}`,
    'delete from knex_migrations_lock where index <> (select min(index) from knex_migrations_lock)',
  );
}
