import type { Client } from 'pg';
import { type PostgresServer, startPostgres } from 'postgres-server';
import { MigrationsFolder } from '../../__testUtils__/migrations';
import { observedPlugin } from '../../__testUtils__/observedPlugin';
import { asSuperuser } from '../../__testUtils__/postgresSubjects';
import { type Subject, withDatabase } from '../../__testUtils__/subject';
import { adapterOf } from '../../__testUtils__/subject';
import { attacker, type Trap, traps } from '../__testUtils__/traps';

/** As what the plugin connects, and whether the database belongs to it. */
const roles = ['superuser', 'plain role', 'database owner'] as const;

const cases = ([14, 18] as const).flatMap(major =>
  roles.map(role => ({ major, role })),
);

/** All that is read of a plugin database and of its server. */
async function readEverything(subject: Subject) {
  return withDatabase(subject, async database => {
    const { inspector } = adapterOf(subject);
    const names = [subject.identity.name];
    return {
      identity: await inspector.identity!(database),
      size: await inspector.size!(database),
      relations: await inspector.relations!(database),
      ledgers: await inspector.ledgers!(database),
      neighbours: await inspector.neighbours!(database, names),
      ownership: await inspector.ownership!(database),
      statements: await inspector.serverStatements!(database),
      connections: await inspector.connections!(database, names),
      statistics: await inspector.statistics!(database, names),
      sessions: await inspector.sessions!(database, names),
    };
  });
}

// What somebody who owns tables in a plugin's database can reach by all that is
// read there: names of their relations are listed with their sizes, their
// sessions with what they run. Nothing of theirs is run or read by content.
describe.each(cases)(
  'On PostgreSQL $major, of a plugin that connects as $role,',
  ({ major, role }) => {
    let server: PostgresServer;
    let folder: MigrationsFolder;
    let subject: Subject;
    let notices: string[];
    const name = 'backstage_plugin_catalog';

    const asAdmin = (sql: string) => asSuperuser(server, sql, name);

    beforeAll(async () => {
      server = await startPostgres({ major });
      folder = new MigrationsFolder().add('1_first.js');
      const rights = role === 'superuser' ? 'superuser' : '';
      const owner = role === 'database owner' ? 'plugin' : 'postgres';
      for (const statement of [
        'create role mallory login',
        `create role plugin login password 'plugin' ${rights}`,
        `create database ${name} owner ${owner}`,
      ]) {
        await asSuperuser(server, statement);
      }
      await asAdmin('grant usage, create on schema public to plugin');
      const plugin = await observedPlugin('catalog', {
        client: 'pg',
        connection: {
          ...server.connection(),
          user: 'plugin',
          password: 'plugin',
        },
        knexConfig: { pool: { min: 1, max: 1 } },
      });
      subject = {
        ...plugin,
        identity: {
          engine: 'postgres',
          name,
          role: 'primary',
          inMemory: false,
        },
        sizeBytes: async () => 0,
      };
      await plugin.client.migrate.latest({ directory: folder.directory });
      const [connection] = plugin.observation.pooledConnections() as Client[];
      connection.on('notice', ({ message }) => notices.push(message ?? ''));
    });
    beforeEach(async () => {
      await asAdmin(attacker);
      notices = [];
    });
    afterEach(() => asAdmin('drop owned by mallory cascade'));
    afterAll(async () => {
      folder?.dispose();
      await subject?.dispose();
      await server?.dispose();
    });

    const asMallory = (sql: string) =>
      asAdmin(`set session authorization mallory; ${sql}`);

    const session = async () => {
      const { rows } = await subject.client.raw(`
        select
          pg_backend_pid() as pid,
          session_user as login,
          current_user as role,
          pg_my_temp_schema() as temporary,
          (select array_agg(s::text order by s.name) from pg_settings s where source = 'session')
            as settings,
          (select array_agg(name) from pg_prepared_statements) as prepared,
          (select count(*)::int from pg_locks
            where pid = pg_backend_pid() and locktype = 'advisory') as locks`);
      return rows[0];
    };

    const own = {
      table: 'knex_migrations',
      source: { directory: expect.any(String) },
      applied: [{ name: '1_first.js' }],
      lockRows: [{ index: 1, isLocked: false }],
    };

    /** Nothing ran, the session is the same one as before, and it still works: its ledgers. */
    async function readUntouched() {
      const before = await session();
      const { ledgers } = await readEverything(subject);
      expect(notices).toEqual([]);
      expect(await session()).toEqual(before);
      expect(await subject.client('knex_migrations').select('name')).toEqual([
        { name: '1_first.js' },
      ]);
      // What a plugin once ran, and what is gone, is an empty ledger.
      return ledgers.filter(
        ({ lockRows, unreadable }) => lockRows || unreadable,
      );
    }

    /** The trap is a real one: what a plugin may do itself springs it. */
    async function spring({ bait, sparesSuperusers }: Trap) {
      if (!bait || (sparesSuperusers && role === 'superuser')) {
        return;
      }
      await subject.client
        .raw(`begin; set local search_path to mallory, public; ${bait}`)
        .catch(() => {});
      await subject.client.raw('rollback; select pg_advisory_unlock_all()');
      await subject.client.raw('deallocate all').catch(() => {});
      expect(notices).toContain('mallory ran as plugin');
      notices.length = 0;
    }

    describe.each(['mallory', 'public'])('in the schema %s', schema => {
      it.each(Object.entries(traps))('%s harm nobody', async (_, trap) => {
        await asMallory(`set search_path to ${schema}; ${trap.lay}`);
        await spring(trap);
        expect(await readUntouched()).toMatchObject([own]);
      });
    });

    const asleep = traps['an index on an expression'];
    const foreign = {
      applied: [],
      lockRows: null,
      unreadable: {
        kind: 'permission',
        sentence:
          'It does not belong to the database role of this plugin, so its content is not trusted.',
      },
    };

    it('a role that makes the plugin a member of itself is not trusted', async () => {
      await asMallory(`set search_path to mallory; ${asleep.lay}`);
      // From PostgreSQL 16 on, only who administers a role may do that.
      const outcome = await asMallory('grant mallory to plugin').then(
        () => 'granted',
        ({ code }) => code,
      );
      expect(outcome).toBe(major === 14 ? 'granted' : '42501');
      await asAdmin(`
        create role accomplice;
        grant mallory to accomplice with admin option;
        set role accomplice;
        grant mallory to plugin`);
      await spring(asleep);
      expect(await readUntouched()).toMatchObject([own]);
      await asAdmin(`
        reset role;
        revoke mallory from plugin cascade;
        drop owned by accomplice;
        drop role accomplice`);
    });

    it('what the plugin is a member of owns its ledgers, too, if an authority says so', async () => {
      const owned = { table: 'x_knex_migrations', applied: [{ name: 'x.js' }] };
      await asAdmin(`
        create role owners;
        create schema shared authorization owners;
        set role owners;
        set search_path to shared;
        ${traps['plain tables'].lay}`);
      expect(await readUntouched()).toMatchObject([own]);
      await asAdmin('grant owners to plugin');
      expect(await readUntouched()).toMatchObject([
        own,
        { schema: 'shared', ...owned },
      ]);
      const ledger = 'alter table shared.x_knex_migrations';
      // Each alone, whoever owns it: by any of them more is run than is read.
      for (const spoil of [
        'create index on shared.x_knex_migrations (id) where batch > 0',
        'create index on shared.x_knex_migrations (abs(batch))',
        'create statistics shared.odd on (abs(batch)), (abs(id)) from shared.x_knex_migrations',
        `${ledger} add check (batch > 0)`,
        `${ledger} enable row level security`,
        `create domain shared.odd as text; ${ledger} alter name type shared.odd`,
        `${ledger} drop name, add name text generated always as ('x.js') stored`,
        'create table shared.child () inherits (shared.x_knex_migrations)',
        `create table shared.parent (id int); ${ledger} inherit shared.parent`,
        'create rule odd as on insert to shared.x_knex_migrations do also nothing',
      ]) {
        await asAdmin('drop owned by owners cascade');
        await asAdmin(`
          create schema shared authorization owners;
          set role owners;
          set search_path to shared;
          ${traps['plain tables'].lay}`);
        await asAdmin(spoil);
        const [, spoilt] = await readUntouched();
        expect([spoil, spoilt]).toMatchObject([
          spoil,
          {
            schema: 'shared',
            unreadable: {
              kind: 'other',
              sentence:
                'It is not a table as Knex makes it, so its content is not trusted.',
            },
          },
        ]);
      }
      await asAdmin('drop owned by owners cascade; drop role owners');
    });

    it.each([
      ['a view', traps.views.lay],
      ['a table with a trap', asleep.lay],
    ])(
      'a ledger that the plugin runs is told, not read, where the owner of its schema puts %s in its place',
      async (_, lay) => {
        await asAdmin('create schema theirs authorization mallory');
        await asMallory('grant usage, create on schema theirs to plugin');
        const ran = {
          directory: folder.directory,
          schemaName: 'theirs',
          tableName: 'x_knex_migrations',
        };
        await subject.client.migrate.latest(ran);
        const theirs = { schema: 'theirs', table: ran.tableName };
        expect(await readUntouched()).toMatchObject([
          own,
          { ...theirs, applied: own.applied },
        ]);

        await asMallory(`
          drop table theirs.x_knex_migrations;
          drop table theirs.x_knex_migrations_lock;
          set search_path to theirs;
          ${lay}`);
        expect(await readUntouched()).toMatchObject([
          own,
          { ...theirs, ...foreign },
        ]);
      },
    );

    it('tables of a role that commands over the database are told, not read', async () => {
      await asAdmin(`
        create schema admins; set search_path to admins; ${traps['plain tables'].lay}`);
      expect(await readUntouched()).toMatchObject([
        own,
        { schema: 'admins', ...foreign },
      ]);
      await asAdmin('drop schema admins cascade');
    });

    it('nobody else can make event triggers, or tables that inherit from a ledger', async () => {
      for (const statement of [
        `create function mallory.fired() returns event_trigger language plpgsql
           as 'begin perform mallory.ran(); end';
         create event trigger theirs on ddl_command_start
           execute function mallory.fired()`,
        'create table mallory.child () inherits (public.knex_migrations)',
        'create rule theirs as on insert to public.knex_migrations do nothing',
        'create policy theirs on public.knex_migrations using (true)',
      ]) {
        await expect(asMallory(statement)).rejects.toMatchObject({
          code: '42501',
        });
      }
    });
  },
);
