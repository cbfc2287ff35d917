import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { Client } from 'pg';
import { superuserSession } from '../../engines/__testUtils__/postgresSubjects';
import { migrate } from '../../store/migrate';
import type { OwnDatabase } from './ownDatabases';
import { canMount, fill, mountSmallDisk, unmount } from './smallDisk';

/** What may befall the database of the store. */
export interface Trouble {
  readonly name: string;
  /** Why it cannot be brought about on this machine. */
  readonly skipped?: string;
  /** More of `backend.database`. */
  readonly database?: JsonObject;
  /** Instead of an empty database of the role. */
  create?(own: OwnDatabase): Promise<unknown>;
  /** It would be one of all databases of a server. */
  readonly alone?: true;
  /** A survey may be claimed and not ended, so that none is taken until the claim ends. */
  readonly delaysSurveys?: true;
  /** A process that has opened the store already would not notice. */
  readonly onlyAtStart?: true;
  /**
   * The rest of the store works as ever: what is news goes into it, also that
   * statements of our own fail.
   */
  readonly partly?: true;
  /** What it costs: the history, or tables of Backstage alone. */
  readonly costs: 'history' | 'writing' | 'keys';
  make(own: OwnDatabase): Promise<unknown>;
  mend(own: OwnDatabase): Promise<unknown>;
  dispose?(): void;
}

const keys = 'backstage_backend_public_keys__knex_migrations';
const keysDirectory = resolvePackagePath(
  '@backstage/backend-defaults',
  'migrations/auth',
);
const directory = resolvePackagePath(
  'backstage-plugin-database-health-backend',
  'migrations',
);

const plainly = ({ admin, role, database }: OwnDatabase) =>
  admin(`create database "${database}" owner ${role}`);

/** A statement of the superuser in our own database brings it about, and one ends it. */
const bySql = (
  name: string,
  costs: Trouble['costs'],
  sql: (own: OwnDatabase) => { make: string; mend: string },
): Trouble => ({
  name,
  costs,
  make: own => own.run(sql(own).make),
  mend: own => own.run(sql(own).mend),
});

/** The same, of one table alone. */
const inOneTable: typeof bySql = (...trouble) => ({
  ...bySql(...trouble),
  partly: true,
});

/** The same, of what sessions do not see that began before. */
const byNewSessions = (
  name: string,
  costs: Trouble['costs'],
  sql: (own: OwnDatabase) => { make: string; mend: string },
): Trouble => ({
  name,
  costs,
  async make(own) {
    await own.admin(sql(own).make);
    await own.endSessions();
  },
  async mend(own) {
    await own.admin(sql(own).mend);
    await own.endSessions();
  },
});

function hung(): Trouble {
  let holder: Client | undefined;
  return {
    name: 'hung',
    costs: 'history',
    async make({ server, database }) {
      holder = await superuserSession(server, database);
      await holder.query(
        `begin; lock table replicas, surveys, samples, "${keys}"`,
      );
    },
    mend: async () => holder?.end(),
  };
}

function full(): Trouble {
  let disk: string | undefined;
  // A full disk may take no new session.
  let session: Client;
  return {
    name: 'full',
    ...(!canMount && { skipped: 'no disk can be mounted here' }),
    costs: 'writing',
    partly: true,
    alone: true,
    delaysSurveys: true,
    async create({ admin, server, role, database }) {
      disk = await mountSmallDisk(server);
      await admin(`create tablespace small location '${disk}'`);
      await admin(
        `create database "${database}" owner ${role} tablespace small`,
      );
    },
    async make({ server, database }) {
      session = await superuserSession(server, database);
      session.on('error', () => {});
      await fill(session);
    },
    async mend() {
      await session.query('drop table filler');
      await session.end();
    },
    dispose: () => disk && unmount(disk),
  };
}

function diverged(): Trouble {
  let last: { id: number; name: string; batch: number };
  return {
    name: 'diverged',
    costs: 'history',
    onlyAtStart: true,
    make: own =>
      own.as(async knex => {
        await migrate(knex);
        last = await knex('knex_migrations').orderBy('id', 'desc').first();
        await knex('knex_migrations').where({ id: last.id }).delete();
        await knex('knex_migrations').insert({ name: 'theirs.js', batch: 1 });
      }),
    mend: own =>
      own.as(async knex => {
        await knex('knex_migrations').where({ name: 'theirs.js' }).delete();
        await knex('knex_migrations').insert(last);
      }),
  };
}

/** As a process leaves it behind that dies while it migrates. */
function locked(
  name: string,
  costs: Trouble['costs'],
  ledger: { directory: string; tableName: string },
): Trouble {
  const lock = (isLocked: number) => (own: OwnDatabase) =>
    own.as(knex =>
      knex(`${ledger.tableName}_lock`).update({ is_locked: isLocked }),
    );
  return {
    name,
    costs,
    onlyAtStart: true,
    async make(own) {
      await own.as(knex => knex.migrate.list(ledger));
      await lock(1)(own);
    },
    mend: lock(0),
  };
}

export const troubles: readonly Trouble[] = [
  {
    name: 'dropped',
    costs: 'history',
    make: ({ admin, database }) =>
      admin(`drop database "${database}" with (force)`),
    mend: plainly,
  },
  bySql('emptied', 'history', ({ role }) => ({
    make: 'drop schema public cascade',
    mend: `create schema public authorization ${role}`,
  })),
  {
    ...bySql('schemaless', 'history', ({ role }) => ({
      make: 'drop schema "database-health" cascade',
      mend: `create schema "database-health" authorization ${role}`,
    })),
    database: { pluginDivisionMode: 'schema', ensureExists: false },
    async create(own) {
      await plainly(own);
      for (const id of ['database-health', 'inventory', 'orders']) {
        await own.run(`create schema "${id}" authorization ${own.role}`);
      }
    },
  },
  byNewSessions('refused', 'history', ({ database }) => ({
    make: `alter database "${database}" allow_connections false`,
    mend: `alter database "${database}" allow_connections true`,
  })),
  byNewSessions('readonly', 'writing', ({ database }) => ({
    make: `alter database "${database}" set default_transaction_read_only = on`,
    mend: `alter database "${database}" reset default_transaction_read_only`,
  })),
  byNewSessions('expired', 'history', ({ role }) => ({
    make: `alter role ${role} valid until '2020-01-01'`,
    mend: `alter role ${role} valid until 'infinity'`,
  })),
  byNewSessions('limited', 'history', ({ role }) => ({
    make: `alter role ${role} connection limit 0`,
    mend: `alter role ${role} connection limit -1`,
  })),
  hung(),
  full(),
  {
    name: 'denied',
    costs: 'history',
    onlyAtStart: true,
    create: ({ admin, database }) => admin(`create database "${database}"`),
    make: async () => {},
    mend: ({ run, role }) => run(`grant create on schema public to ${role}`),
  },
  {
    // With a right to make it, but not to come in.
    name: 'fresh',
    costs: 'history',
    onlyAtStart: true,
    create: async () => {},
    make: ({ admin, role }) =>
      admin(`alter role ${role} createdb valid until '2020-01-01'`),
    mend: ({ admin, role }) =>
      admin(`alter role ${role} valid until 'infinity'`),
  },
  diverged(),
  locked('locked', 'history', { directory, tableName: 'knex_migrations' }),
  locked('keyslocked', 'keys', { directory: keysDirectory, tableName: keys }),
  inOneTable('tableless', 'history', () => ({
    make: 'alter table samples rename to away',
    mend: 'alter table away rename to samples',
  })),
  inOneTable('mistyped', 'history', () => ({
    make: `alter table samples alter database_no type date
      using date '2000-01-01' + database_no`,
    mend: `alter table samples alter database_no type integer
      using database_no - date '2000-01-01'`,
  })),
  inOneTable('viewed', 'writing', ({ role }) => ({
    make: `alter table samples rename to away;
      create view samples as select distinct * from away;
      alter view samples owner to ${role}`,
    mend: 'drop view samples; alter table away rename to samples',
  })),
  inOneTable('revoked', 'history', ({ role }) => ({
    make: `revoke all on samples from ${role}`,
    mend: `grant all on samples to ${role}`,
  })),
  inOneTable('triggered', 'writing', () => ({
    make: `create function refuse() returns trigger language plpgsql
        as $$begin raise 'no'; end$$;
      create trigger refuse before insert or update on samples
        for each row execute function refuse()`,
    mend: 'drop trigger refuse on samples; drop function refuse',
  })),
];
