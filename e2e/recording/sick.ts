import type { Portal } from '../startPortal';
import { takeSurvey } from '../survey';
import { Answers, areTold } from './answers';
import { openSession, runIn } from './faults';
import { env, impatient } from './settings';
import { writeRecorded } from './write';

const newer = [
  '20260901000000_task_secrets.js',
  '20260914103000_task_groups.js',
];
const foreign = '20260901000000_another_branch.js';

const isHeld = (held: boolean) =>
  `update knex_migrations_lock set is_locked = ${Number(held)}`;

/** A little of everything, and pools that may open more than their server has. */
export async function recordSick(portal: Portal): Promise<void> {
  await portal.restart({
    env: {
      ...env(impatient),
      APP_CONFIG_backend_database_knexConfig_pool_max: '20',
      APP_CONFIG_databaseHealth_budgets_plugins_catalog: '100MiB',
    },
  });
  const answers = await Answers.of(portal);
  await takeSurvey(portal);

  for (const name of newer) {
    await runIn(
      portal,
      'scaffolder',
      `insert into knex_migrations (name, batch, migration_time) values ('${name}', 9, now())`,
    );
  }
  await runIn(portal, 'notifications', isHeld(true));
  await runIn(
    portal,
    'auth',
    `create table kept as select * from knex_migrations order by id desc limit 2;
     delete from knex_migrations where id in (select id from kept)`,
  );
  await runIn(
    portal,
    'user-settings',
    'alter table knex_migrations_lock rename to kept',
  );
  await runIn(
    portal,
    'catalog',
    `create table bulk as
     select n, repeat(md5(n::text), 30) as text from generate_series(1, 75000) n`,
  );
  const session = await openSession(portal, 'search');
  const sleeping = session.run('select pg_sleep(600)').catch(() => {});

  await takeSurvey(portal);
  // Since when a lock is held counts from the first survey that saw it.
  await takeSurvey(portal);
  await answers.until(
    'everything is found',
    overview =>
      areTold(overview) &&
      [
        'scaffolder:migrations-missing',
        'notifications:migrations-locked',
        'auth:migrations-pending',
        'search:long-query',
        'catalog:size',
      ].every(start =>
        overview.findings.some(({ key }) => key.startsWith(start)),
      ),
  );
  writeRecorded(
    'sick',
    await answers.all([
      'scaffolder',
      'notifications',
      'auth',
      'search',
      'catalog',
      'user-settings',
    ]),
    portal,
  );

  await runIn(
    portal,
    'search',
    `select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()`,
  );
  await sleeping;
  await runIn(portal, 'catalog', 'drop table bulk');
  await runIn(
    portal,
    'user-settings',
    'alter table kept rename to knex_migrations_lock',
  );
  await runIn(portal, 'notifications', isHeld(false));
  await runIn(
    portal,
    'auth',
    'insert into knex_migrations select * from kept; drop table kept',
  );
  await runIn(
    portal,
    'scaffolder',
    'delete from knex_migrations where batch = 9',
  );
}

/** What else can be wrong with a ledger. */
export async function recordLedgers(portal: Portal): Promise<void> {
  const answers = await Answers.of(portal);
  await runIn(
    portal,
    'auth',
    `create table kept as select * from knex_migrations order by id desc limit 1;
     delete from knex_migrations where id in (select id from kept);
     insert into knex_migrations (name, batch, migration_time) values ('${foreign}', 9, now())`,
  );
  await runIn(
    portal,
    'notifications',
    `create table kept as select * from knex_migrations order by id offset 2 limit 1;
     delete from knex_migrations where id in (select id from kept)`,
  );
  await runIn(
    portal,
    'events',
    'insert into knex_migrations_lock (is_locked) values (0)',
  );
  const session = await openSession(portal, 'scaffolder');
  await session.run('begin');
  await session.run(isHeld(true));

  await takeSurvey(portal);
  await answers.until(
    'every ledger is found',
    overview =>
      areTold(overview) &&
      [
        'auth:migrations-diverged',
        'notifications:migrations-out-of-order',
        'events:migrations-lock-malformed',
        'scaffolder:migrations-running',
      ].every(start =>
        overview.findings.some(({ key }) => key.startsWith(start)),
      ),
  );
  writeRecorded(
    'ledgers',
    await answers.all(['auth', 'notifications', 'events', 'scaffolder']),
    portal,
  );

  await session.end();
  await runIn(
    portal,
    'auth',
    `delete from knex_migrations where batch = 9;
     insert into knex_migrations select * from kept; drop table kept`,
  );
  await runIn(
    portal,
    'notifications',
    'insert into knex_migrations select * from kept; drop table kept',
  );
  await runIn(
    portal,
    'events',
    'delete from knex_migrations_lock where index > (select min(index) from knex_migrations_lock)',
  );
}
