import { createCheck } from 'backstage-plugin-database-health-node';
import { dialects } from '../../engines/dialects';
import type { LedgerFact, Ownership } from '../../pure/facts';
import { count, isOrAre } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';

type Foreign = Ownership['foreign'][number];

/** Tables of a plugin that it may use and not change. */
export const migrationsOwnership = createCheck({
  id: 'migrations-ownership',
  title: 'Ownership of tables',
  rationale:
    'PostgreSQL lets only the owner of a table change it. After a restore by another role the plugin may read and write as before, and all looks well until an upgrade brings a migration that alters a table: it fails, and the plugin does not start.',
  per: 'database',
  needs: ['ledgers', 'ownership'],
  limits: {},
  source: 'No limit: one table is enough.',
  remedy:
    'Give the tables to the role of the plugin (`alter table … owner to …`) before the next upgrade.',
  evaluate({ ledgers, ownership }, { engine }) {
    // What stands beside the plugin's own ledgers under other owners is not its own.
    const owners = new Set(
      ownership.foreign
        .filter(each => ledgers.some(ledger => isLedger(ledger, each)))
        .map(({ ownerId }) => ownerId),
    );
    const foreign = ownership.foreign.filter(({ ownerId }) =>
      owners.has(ownerId),
    );
    if (foreign.length === 0) {
      return [];
    }
    const { identifier } = dialects[engine];
    return [
      {
        severity: 'warning',
        message: `${count(foreign.length, 'table')}, ${someOf(
          foreign.map(({ name }) => name),
        )}, ${isOrAre(
          foreign.length,
        )} owned by another role than that of the plugin, which may therefore not change ${
          foreign.length === 1 ? 'it' : 'them'
        }: the next migration that does will fail, and the start of the plugin with it.`,
        evidence: { observed: foreign.length, limit: 0, unit: 'tables' },
        remedy: {
          text: 'Before the next upgrade, give them to the role of the plugin with the lines for it (`alter table … owner to …`), as their owner or a superuser, in this database. They change no row. They name the role, so they are shown to those who may see details.',
          detailedSql: foreign
            .map(
              ({ kind, schema, name }) =>
                `alter ${kind} ${identifier(
                  schema,
                  name,
                )} owner to ${identifier(ownership.role)};`,
            )
            .join('\n'),
        },
      },
    ];
  },
});

/** One that the plugin ran here, and so its own whoever owns it. */
function isLedger(
  { table, schema, source }: LedgerFact,
  { name, schema: place }: Foreign,
): boolean {
  return (
    source !== null &&
    name === table &&
    (schema === undefined || schema === place)
  );
}
