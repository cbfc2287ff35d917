import type { Ownership } from '../../../pure/facts';
import type { EngineDatabase } from '../../types';

// A member of the owning role has its rights, unless it must ask for them first: the
// server looks at it in the same way when it is to change a table. A sequence of a
// column follows its table.
const ownership = `
  select
    current_user as role,
    case c.relkind
      when 'v' then 'view'
      when 'm' then 'materialized view'
      when 'S' then 'sequence'
      else 'table'
    end as kind,
    n.nspname as schema,
    c.relname as name,
    c.relowner::bigint::text as "ownerId"
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'S')
    and n.nspname <> 'information_schema'
    and left(n.nspname, 3) <> 'pg_'
    and ($1::text is null or n.nspname = $1)
    and not pg_has_role(c.relowner, 'usage')
    and has_schema_privilege(n.oid, 'usage')
    and case c.relkind
      when 'S' then has_sequence_privilege(c.oid, 'usage')
      when 'm' then has_table_privilege(c.oid, 'select')
      else has_table_privilege(c.oid, 'insert')
    end
    and not exists (
      select from pg_depend d
      where d.classid = 'pg_class'::regclass
        and d.objid = c.oid
        and (d.deptype = 'e' or c.relkind = 'S' and d.deptype in ('a', 'i'))
    )
  order by n.nspname, c.relname
  limit 200`;

interface Row {
  role: string;
  kind: Ownership['foreign'][number]['kind'];
  schema: string;
  name: string;
  ownerId: string;
}

/** In schema mode what lies in the plugin's own schema. */
export async function readOwnership(db: EngineDatabase): Promise<Ownership> {
  const { schema: own } = db.observation.configured;
  return db.read(async query => {
    const [{ role }] = await query<Pick<Row, 'role'>>(
      'select current_user as role',
    );
    const rows = await query<Row>(ownership, [own ?? null]);
    return {
      role,
      foreign: rows.map(({ kind, schema, name, ownerId }) => ({
        kind,
        schema,
        name,
        ownerId: Number(ownerId),
      })),
    };
  });
}
