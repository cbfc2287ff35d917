/** What somebody who has an account in a plugin's database may lay there. */
export interface Trap {
  /** Statements of the attacker, all of whose names are in `mallory` or `public`. */
  readonly lay: string;
  /** Run by the plugin, this springs the trap: it is a real one. */
  readonly bait?: string;
  /** What superusers are exempt from. */
  readonly sparesSuperusers?: true;
}

/**
 * What gives the role `mallory` a schema of its own, and what runs as whoever steps
 * into one of its traps: it tells, and leaves two marks in the session, one of
 * which a rollback does not remove.
 */
export const attacker = `
  create schema mallory authorization mallory;
  grant usage on schema mallory to public;
  alter default privileges for role mallory grant select on tables to public;
  grant create on schema public to mallory;
  set role mallory;
  create function mallory.ran() returns int language plpgsql immutable as $$
    begin
      raise notice 'mallory ran as %', current_user;
      perform set_config('search_path', 'mallory', false);
      perform pg_advisory_lock(666);
      return 0;
    end
  $$;
  create function mallory.ran_of(anyelement) returns int language plpgsql immutable
    as 'begin return mallory.ran(); end';
  create type mallory.evil as (x int);
  create domain mallory.guarded as int check (mallory.ran() = value);
  create function mallory.evil_int(mallory.evil) returns int language sql
    as 'select mallory.ran()';
  create cast (mallory.evil as int) with function mallory.evil_int(mallory.evil)
    as implicit;
  create type mallory.mood as enum ('bad');
  create function mallory.mood_json(mallory.mood) returns json language sql
    as 'select to_json(mallory.ran())';
  create cast (mallory.mood as json) with function mallory.mood_json(mallory.mood);
  reset role`;

const ledger = 'id int, name text, batch int, migration_time timestamptz';
const lock = 'index int, is_locked int';

/** A ledger with a row in each table, of which some columns are others. */
function tables({
  of = ledger,
  lockOf = lock,
  row = `1, 'x.js', 1, now()`,
  lockRow = '1, 0',
}): string {
  return `
    create table x_knex_migrations (${of});
    create table x_knex_migrations_lock (${lockOf});
    insert into x_knex_migrations values (${row});
    insert into x_knex_migrations_lock values (${lockRow});`;
}

const plain = tables({});

/** Each is laid as `x_knex_migrations`, in a schema that is on the search path. */
export const traps: Readonly<Record<string, Trap>> = {
  'a cast of a type of theirs': {
    lay: tables({
      lockOf: 'index int, is_locked mallory.evil',
      lockRow: '1, row(0)::mallory.evil',
    }),
    bait: 'select is_locked is distinct from 0 from x_knex_migrations_lock',
  },
  'a cast to JSON': {
    lay: tables({
      of: 'id int, name mallory.mood, batch int, migration_time timestamptz',
      row: `1, 'bad', 1, now()`,
    }),
    bait: `select json_build_object('name', name) from x_knex_migrations`,
  },
  'a domain': {
    lay: tables({ lockOf: 'index int, is_locked mallory.guarded' }),
    bait: 'select 0::mallory.guarded',
  },
  'an operator of theirs': {
    lay: `
      create function mallory.same(mallory.evil, int) returns bool language sql
        as 'select mallory.ran() = 0';
      create operator public.= (
        function = mallory.same, leftarg = mallory.evil, rightarg = int
      );
      ${tables({
        lockOf: 'index int, is_locked mallory.evil',
        lockRow: '1, row(0)::mallory.evil',
      })}`,
    bait: 'select is_locked = 0 from x_knex_migrations_lock',
  },
  'functions that fit better than those of the server': {
    lay: `
      create function public.left(name, int) returns text language sql
        as 'select mallory.ran()::text';
      create function public.length(name) returns int language sql
        as 'select mallory.ran()';
      create function public.starts_with(name, text) returns bool language sql
        as 'select mallory.ran() = 0';
      create function public.count(name) returns int language sql
        as 'select mallory.ran()';
      create function public.concat_ws(text, name, name) returns text language sql
        as 'select mallory.ran()::text';
      ${plain}`,
    bait: 'select left(relname, 3) from pg_class limit 1',
  },
  'operators that fit better than those of the server': {
    lay: `
      create function mallory.other(name, varchar) returns bool language sql
        as 'select mallory.ran() = 1';
      create operator public.<> (
        function = mallory.other, leftarg = name, rightarg = varchar
      );
      create function mallory.joined(name, varchar) returns text language sql
        as 'select mallory.ran()::text';
      create operator public.|| (
        function = mallory.joined, leftarg = name, rightarg = varchar
      );
      ${plain}`,
    bait: `select relname || '_lock'::varchar from pg_class limit 1`,
  },
  'relations named as those of the server': {
    lay: `
      create view public.pg_stat_activity as
        select mallory.ran() as pid, ''::name as datname, ''::text as state;
      create view public.pg_class as select mallory.ran() as oid;
      create view public.pg_database as select mallory.ran() as oid;
      create view public.pg_settings as select mallory.ran()::text as name;
      ${plain}`,
    bait: `
      set local search_path = public, pg_catalog;
      select pid from pg_stat_activity`,
  },
  'a range of a type of theirs': {
    lay: `
      create function mallory.differ(int, int) returns float8 language sql immutable
        as 'select mallory.ran()::float8';
      create type mallory.span as range (subtype = int, subtype_diff = mallory.differ);
      ${tables({
        of: 'id int, name mallory.span, batch int, migration_time timestamptz',
        row: `1, '[1,2)', 1, now()`,
      })}
      create index on x_knex_migrations using gist (name);`,
  },
  'a list of a domain': {
    lay: tables({
      of: 'id int, name text, batch mallory.guarded[], migration_time timestamptz',
      row: `1, 'x.js', '{}', now()`,
    }),
    bait: `select '{0}'::mallory.guarded[]`,
  },
  'privileges by column': {
    lay: `
      ${plain}
      revoke all on x_knex_migrations from public, plugin;
      grant select (id) on x_knex_migrations to public;`,
  },
  views: {
    lay: `
      create view x_knex_migrations as
        select mallory.ran() as id, '' as name, 1 as batch, now() as migration_time;
      create view x_knex_migrations_lock as
        select mallory.ran() as index, 0 as is_locked;`,
    bait: 'select id from x_knex_migrations',
  },
  'a materialized view': {
    lay: `
      create materialized view x_knex_migrations as
        select 1 as id, '' as name, 1 as batch, now() as migration_time;
      create table x_knex_migrations_lock (${lock});`,
  },
  'row security': {
    lay: `
      ${plain}
      create policy theirs on x_knex_migrations using (mallory.ran() = 0);
      alter table x_knex_migrations enable row level security;`,
    bait: 'select id from x_knex_migrations',
    sparesSuperusers: true,
  },
  'an index on an expression': {
    lay: `
      ${plain}
      create function mallory.asleep() returns int language sql immutable
        as 'select 1';
      create index on x_knex_migrations ((mallory.asleep()));
      create or replace function mallory.asleep() returns int language plpgsql immutable
        as 'begin return mallory.ran(); end';`,
    bait: 'select id from x_knex_migrations',
  },
  'an index on a part of the rows': {
    lay: `
      ${plain}
      create function mallory.asleep() returns int language sql immutable
        as 'select 1';
      create index on x_knex_migrations_lock (index) where mallory.asleep() = 1;
      create or replace function mallory.asleep() returns int language plpgsql immutable
        as 'begin return mallory.ran(); end';`,
    bait: 'select index from x_knex_migrations_lock where index = 1',
  },
  'statistics on an expression': {
    lay: `
      ${plain}
      create statistics theirs on (mallory.ran_of(id)), name from x_knex_migrations;`,
  },
  'a constraint': {
    lay: `
      ${plain}
      create function mallory.asleep() returns int language sql immutable
        as 'select 1';
      alter table x_knex_migrations add check (mallory.asleep() = 1);
      create or replace function mallory.asleep() returns int language plpgsql immutable
        as 'begin return mallory.ran() + 1; end';`,
    bait: `
      set constraint_exclusion = on;
      select id from x_knex_migrations where id = 1`,
  },
  'a default': {
    lay: tables({
      of: 'id int default mallory.ran(), name text, batch int, migration_time timestamptz',
    }),
  },
  'a generated column': {
    lay: `
      create table x_knex_migrations (
        id int, name text, batch int generated always as (id) stored,
        migration_time timestamptz
      );
      create table x_knex_migrations_lock (${lock});`,
  },
  'a rule': {
    lay: `
      ${plain}
      create rule theirs as on update to x_knex_migrations_lock
        do instead select mallory.ran();`,
    bait: 'update x_knex_migrations_lock set is_locked = 1 where false',
  },
  'tables that inherit': {
    lay: `
      create table mallory.parent (${ledger});
      create table x_knex_migrations () inherits (mallory.parent);
      create table x_knex_migrations_lock (${lock});`,
  },
  partitions: {
    lay: `
      create table x_knex_migrations (${ledger})
        partition by list ((mallory.ran_of(id)));
      create table part partition of x_knex_migrations default;
      create table x_knex_migrations_lock (${lock});`,
  },
  'plain tables': { lay: plain },
};
