import type { Failure } from 'backstage-plugin-database-health-node';
import { because } from './failureSentences';

/** What Backstage puts before an error that it met before it made a client. */
const makingDatabase = /to make sure that '.*' exists/s;
const makingSchema = /to make sure that schema for plugin/;

const cannotCreate = because(
  'database-missing',
  'The database does not exist, and the role of this plugin may not create it.',
);

const cannotCreateSchema = because(
  'permission',
  'The schema of this plugin may not exist, and its role may not create one.',
  'Run `grant create on database <database> to <role>;` as the owner of the database, or create the schemas for it, `create schema <schema> authorization <role>;`, and set `backend.database.ensureSchemaExists: false` and `ensureExists: false`.',
);

/** In database and in schema mode: Backstage looks from there. */
const noMaintenance = because(
  'permission',
  'The role of this plugin may not connect to the database `postgres`, from which Backstage makes sure that databases of plugins exist.',
  'If the database of the plugin exists, set `backend.database.ensureExists: false`, and with `pluginDivisionMode: schema` besides `ensureSchemaExists: true`. Else: `grant connect on database postgres to <role>;`.',
);

/** Of PostgreSQL's own that every database has. */
const publicSchema = because(
  'permission',
  'The database role of this plugin may make nothing in the schema `public`: from PostgreSQL 15 on only the owner of a database may, and who is granted it.',
  'In the database of the plugin run `grant create on schema public to <role>;` as its owner, or make the role its owner: `alter database <database> owner to <role>;`. Then restart the backend.',
);

/** Each right that is missing, with the line that gives it. */
const grants: Record<string, string> = {
  database: '`grant connect, create on database <database> to <role>;`',
  schema: '`grant usage, create on schema <schema> to <role>;`',
  table:
    '`grant select, insert, update, delete on all tables in schema <schema> to <role>;`, or where it was restored by another role `alter table <table> owner to <role>;`',
  view: '`grant select on <view> to <role>;`',
  sequence:
    '`grant usage, select on all sequences in schema <schema> to <role>;`',
};

/**
 * What PostgreSQL's words say of a right that is missing: on what, so that it
 * can be granted. Of names only those of its own catalogs are told.
 *
 * @internal
 */
export function denialOf(text: string): Failure | undefined {
  if (!text.includes('permission denied')) {
    return undefined;
  }
  if (text.includes('permission denied to create database')) {
    return cannotCreate;
  }
  const [, what, name] =
    /permission denied for (database|schema|sequence|table|view) "?(\w*)/.exec(
      text,
    ) ?? [];
  if (name?.startsWith('pg_')) {
    return because(
      'permission',
      `The database role of this plugin may not read \`${name}\`: a \`GRANT SELECT\` on it is missing.`,
    );
  }
  if (what === 'schema' && name === 'public') {
    return publicSchema;
  }
  if (what === 'database' && makingSchema.test(text)) {
    return cannotCreateSchema;
  }
  if (what === 'database' && makingDatabase.test(text)) {
    return noMaintenance;
  }
  return what
    ? because(
        'permission',
        `The database role of this plugin may not do that: it lacks a right on the ${what}, which a \`GRANT\` gives.`,
        `Run as the owner: ${grants[what]}.`,
      )
    : because('permission');
}
