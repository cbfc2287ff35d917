/**
 * The name of a relation as people and findings say it: with its schema where
 * it has one of its own. It is not quoted for SQL.
 *
 * @public
 */
export function qualifiedName(relation: {
  schema?: string;
  name: string;
}): string {
  const { schema, name } = relation;
  return schema ? `${schema}.${name}` : name;
}
