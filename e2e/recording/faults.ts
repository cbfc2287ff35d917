import { Client } from 'pg';
import { runSql } from '../serverTruth';
import type { RunningPortal } from '../startPortal';

/** A session of its own in a plugin's database, which stays until it is ended. */
export async function openSession(
  portal: RunningPortal,
  pluginId: string,
): Promise<{ run(sql: string): Promise<unknown>; end(): Promise<void> }> {
  const client = new Client(portal.postgres!.connection(databaseOf(pluginId)));
  await client.connect();
  // The server may be stopped, or the session ended, while it waits.
  client.on('error', () => {});
  return {
    run: sql => client.query(sql),
    end: () => client.end(),
  };
}

/** Runs lines in the database of a plugin. */
export async function runIn(
  portal: RunningPortal,
  pluginId: string,
  sql: string,
): Promise<void> {
  await runSql(portal, databaseOf(pluginId), sql);
}

function databaseOf(pluginId: string): string {
  return `backstage_plugin_${pluginId}`;
}
