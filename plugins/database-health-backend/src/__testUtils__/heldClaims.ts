import knexFactory from 'knex';
import type { PostgresServer } from 'postgres-server';
import { eventually } from './eventually';

/** Where a replica is held up that is about to tell somebody of an incident. */
export type HeldAt = 'before the claim' | 'after the claim';

/** A replica that is held up. */
export interface Held {
  /** What its connection to the store calls itself. */
  readonly applicationName: string;
  /** Once its process is dead: what it asked for never is, and others go on. */
  letOthersGoOn(): Promise<void>;
}

/**
 * Holds up, in the store on this server, whoever claims the next delivery: before it is
 * its own, or after that and before anything is sent. Resolves to what waits for it.
 */
export async function holdClaims(
  server: PostgresServer,
  heldAt: HeldAt,
): Promise<{ held(): Promise<Held>; dispose(): Promise<void> }> {
  const store = knexFactory({
    client: 'pg',
    connection: server.connection('backstage_plugin_database-health'),
  });
  // A connection of its own for each lock, which ends with it.
  const gate = await store.transaction();
  await gate.raw('select pg_advisory_xact_lock(1)');
  await store.raw(`
    create function hold_claim() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(1); return new; end
    $$;
    create trigger hold_claim before update on incident_deliveries for each row
    when (new.attempts > old.attempts) execute function hold_claim();
  `);
  const waits = (event: string, pid?: number) =>
    eventually(async () => {
      const [session] = await store('pg_stat_activity')
        .where({ wait_event: event, ...(pid !== undefined && { pid }) })
        .whereLike('query', '%incident_%')
        .orderBy('query_start')
        .select('pid', 'application_name');
      if (!session) {
        throw new Error('Nobody waits');
      }
      return session;
    });
  return {
    async held() {
      const { pid, application_name: applicationName } = await waits(
        'advisory',
      );
      let lock = gate;
      if (heldAt === 'after the claim') {
        // Whoever has claimed a delivery reads what it is about.
        lock = await store.transaction();
        await lock.raw('lock table incident_changes in access exclusive mode');
        await gate.commit();
        await waits('relation', pid);
      }
      return {
        applicationName,
        async letOthersGoOn() {
          await store.raw('select pg_terminate_backend(?)', [pid]);
          await lock.commit();
          await store.raw('drop function hold_claim cascade');
        },
      };
    },
    dispose: () => store.destroy(),
  };
}
