import type { Engine } from 'backstage-plugin-database-health-common';
import { normaliseStatement } from './normalise';
import { sqlSyntaxes } from './sqlSyntax';

const dialects = {
  postgres: 'postgresql',
  mysql: 'mysql',
  sqlite: 'sqlite3',
} as const satisfies Record<Engine, string>;

/**
 * A statement without its values: `?` stands for each of them, and what follows
 * `…` was cut off. Statements that differ in values only have the same shape,
 * whether the plugin ran them or the server lists them.
 *
 * @public
 */
export function statementShape(sql: string, engine: Engine): string {
  return normaliseStatement(sql, sqlSyntaxes[dialects[engine]]!);
}
