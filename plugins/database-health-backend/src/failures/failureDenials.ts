import type { Failure } from 'backstage-plugin-database-health-node';
import { because } from './failureSentences';

const cannotCreate = because(
  'database-missing',
  'The database does not exist, and the role of this plugin may not create it.',
);

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
    /permission denied for (database|schema|table|view) "?(\w*)/.exec(text) ??
    [];
  if (name?.startsWith('pg_')) {
    return because(
      'permission',
      `The database role of this plugin may not read \`${name}\`: a \`GRANT SELECT\` on it is missing.`,
    );
  }
  return what
    ? because(
        'permission',
        `The database role of this plugin may not do that: it lacks a right on the ${what}, which a \`GRANT\` gives.`,
      )
    : because('permission');
}
