/**
 * What of a plugin database belongs to another role than the plugin's, which it may
 * use but not change. What an extension made is left out, and so is what the role may
 * not write to: it is not the plugin's.
 *
 * @public
 */
export interface Ownership {
  /** The plugin's own role; for those alone who may see details. */
  role: string;
  /** At most 200, by schema and name. */
  foreign: readonly {
    kind: 'table' | 'view' | 'materialized view' | 'sequence';
    schema: string;
    name: string;
    /** The number of the owner, which names nobody. */
    ownerId: number;
  }[];
}
