// In a database of a plugin others may have tables, too: all that have an
// account there could make some in PostgreSQL 14. Whoever owns a table has a say
// in what is run when it is read, with the rights of the one who reads it: by a
// view, a policy, a generated column, a cast of a type of theirs, or an immutable
// function in an index, a statistic or a constraint, which is called to plan.

/**
 * Common table expressions: `authorities`, the roles that command over the
 * database anyhow, and `trusted`, the plugin's own role and those that it is a
 * member of.
 *
 * `pg_has_role` is of no use here. To it a superuser is a member of every role;
 * and up to PostgreSQL 15 every role may make any other a member of itself, so
 * only the word of an authority counts.
 */
export const roles = `
  authorities (role) as materialized (
    select oid from pg_roles where rolsuper or rolname = 'pg_database_owner'
    union
    select datdba from pg_database where datname = current_database()
  ),
  trusted (role) as (
    select oid from pg_roles where rolname = current_user
    union
    select m.roleid
    from trusted
    join pg_auth_members m on m.member = trusted.role
    where m.grantor in (select role from authorities)
  )`;

/** Types of the server itself, whose values are as they are. */
const types = {
  number: ['int2', 'int4', 'int8'],
  text: ['text', 'varchar'],
  time: ['timestamptz', 'timestamp'],
};

/** The columns of a ledger, and what they hold. */
export const ledgerColumns = {
  id: 'number',
  name: 'text',
  batch: 'number',
  migration_time: 'time',
} as const;

/** The columns of the table of a lock. */
export const lockColumns = { index: 'number', is_locked: 'number' } as const;

type Columns = Readonly<Record<string, keyof typeof types>>;

/** Whether a relation has columns of these names. */
export function hasColumns(oid: string, columns: Columns): string {
  const names = Object.keys(columns);
  return `(
    select count(*) = ${names.length}
    from pg_attribute
    where attrelid = ${oid} and attname in (${names.map(quoted).join(', ')})
  )`;
}

/**
 * Whether a row of `relations` is a plain table with columns of these types, as
 * Knex makes it: of such a one nothing is run but the server's own code.
 */
export function isPlain(relation: string, columns: Columns): string {
  const oid = `${relation}.oid`;
  const allowed = Object.entries(columns).map(
    ([name, holds]) =>
      `attname = '${name}' and atttypid in (${types[holds]
        .map(type => `'${type}'::regtype`)
        .join(', ')})`,
  );
  return `(
    ${relation}.kind = 'r'
    and not ${relation}.policed
    and (
      select count(*)
      from pg_attribute
      where attrelid = ${oid} and attgenerated = '' and (${allowed.join(
    ' or ',
  )})
    ) = ${allowed.length}
    and not exists (
      select from pg_inherits where inhrelid = ${oid} or inhparent = ${oid}
    )
    and not exists (select from pg_rewrite where ev_class = ${oid})
    and not exists (
      select from pg_index
      where indrelid = ${oid} and (indexprs is not null or indpred is not null)
    )
    and not exists (select from pg_statistic_ext where stxrelid = ${oid})
    and not exists (
      select from pg_constraint where conrelid = ${oid} and contype = 'c'
    )
  )`;
}

function quoted(text: string): string {
  return `'${text}'`;
}
