import type {
  DatabaseService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { setTimeout as sleep } from 'node:timers/promises';
import { cutConnections } from '../cutConnections';
import { deadline } from '../deadline';
import { describeFailure } from '../failures/failure';
import { pauseAfterMs } from '../pauses';
import { within } from '../within';

/** The start waits no longer for tables of Backstage (ours). */
const migrateWithinMs = 10_000;

/** A run that has not ended by then is left to itself. */
const runDeadlineMs = 5 * 60_000;

/** Nor does the end of the process wait longer. */
const closeWithinMs = 2_000;

type Latest = (config?: Knex.MigratorConfig) => Promise<unknown>;

/**
 * Before the first route of a plugin is there, Backstage migrates tables of its own in
 * the plugin's database, those of its keys. For our own plugin that is put off where it
 * fails, and made up for as soon as it can be: probes and the picture need neither. What
 * runs on the ledger of the plugin itself fails as ever.
 */
export function migratedLater(
  service: DatabaseService,
  options: { logger: LoggerService; lifecycle: LifecycleService },
): DatabaseService {
  const { logger, lifecycle } = options;
  const closing = new AbortController();
  const underway = new Map<Promise<unknown>, Knex>();
  const watched = new WeakSet<Knex>();
  let putOff = 0;

  lifecycle.addShutdownHook(async () => {
    closing.abort();
    await within(
      AbortSignal.timeout(closeWithinMs),
      Promise.allSettled(underway.keys()),
    ).catch(() => [...underway.values()].forEach(cutConnections));
  });

  function run(client: Knex, latest: () => Promise<unknown>): Promise<unknown> {
    const done = latest().finally(() => underway.delete(done));
    underway.set(done, client);
    return done;
  }

  function told(error: unknown): void {
    putOff += 1;
    if (putOff === 1) {
      logger.warn(
        `Backstage cannot prepare its own tables in the database of Database Health, which starts without them. ${
          describeFailure(error).sentence
        } Until it can, the permission service may not be asked; with \`backend.auth.pluginKeyStore.type: static\` no database is needed for that`,
      );
    }
  }

  async function madeUp(
    first: Promise<unknown>,
    again: () => Promise<unknown>,
  ): Promise<void> {
    let attempt = first;
    for (let failures = 1; !closing.signal.aborted; failures += 1) {
      const isDone = await within(deadline(runDeadlineMs), attempt).then(
        () => true,
        () => false,
      );
      if (isDone) {
        putOff -= 1;
        if (putOff === 0) {
          logger.info(
            'Backstage has prepared its own tables in the database of Database Health',
          );
        }
        return;
      }
      await sleep(pauseAfterMs(failures), undefined, {
        ref: false,
        signal: closing.signal,
      });
      // It may have to be made first.
      await service.getClient();
      attempt = again();
    }
  }

  function watch(client: Knex): void {
    const property = Object.getOwnPropertyDescriptor(client, 'migrate');
    const getMigrator = property?.get;
    if (watched.has(client) || !getMigrator || !property.configurable) {
      return;
    }
    watched.add(client);
    const migrator = (): Knex.Migrator => getMigrator.call(client);
    const later: Latest = async config => {
      const attempt = () => run(client, () => migrator().latest(config));
      const first = attempt();
      try {
        return await within(deadline(migrateWithinMs), first);
      } catch (error) {
        told(error);
        madeUp(first, attempt).catch(() => {});
        return [0, []];
      }
    };
    Object.defineProperty(client, 'migrate', {
      ...property,
      get() {
        const made = migrator();
        const { latest } = made;
        const instead: Latest = config =>
          config?.tableName === undefined
            ? latest.call(made, config)
            : later(config);
        return Object.defineProperty(made, 'latest', {
          configurable: true,
          writable: true,
          value: instead,
        });
      },
    });
  }

  return {
    async getClient() {
      const client = await service.getClient();
      watch(client);
      return client;
    },
    migrations: service.migrations,
  };
}
