import type { MigrationSource } from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../pure/facts';
import type { ObservedLedger, Observation } from '../observation/types';
import { ledgerKey } from '../pure/ledger';

/** What this process knows of a plugin and its ledgers. */
export type LedgerUser = Pick<
  Observation,
  'pluginId' | 'configured' | 'ledgers'
>;

/** With the ledgers of which a source says what they are, and that did not run here. */
export function withSources(
  user: LedgerUser,
  sources: readonly MigrationSource[],
): LedgerUser {
  const { pluginId, configured } = user;
  return {
    pluginId,
    configured,
    ledgers() {
      const observed = user.ledgers();
      const others = sources
        .filter(source => source.pluginId === pluginId)
        .map(
          (source): ObservedLedger => ({
            table: source.table ?? 'knex_migrations',
            schema: source.schema,
            directory: source.directory ?? null,
            package: source.package ?? null,
            otherSources: [],
            validationDisabled: false,
            getNames: () => source.getNames(),
          }),
        )
        .filter(
          other => !observed.some(each => isSameTable(user, each, other)),
        );
      return [...observed, ...others];
    },
  };
}

/**
 * The plugins whose different migrations stand in one table, this one included: they
 * are configured for the same database. `undefined` where it has it to itself, and
 * where all of them take rows without a file.
 */
export async function sharingOf(
  own: LedgerUser,
  ledger: LedgerFact,
  all: readonly LedgerUser[],
): Promise<LedgerFact['sharedBy']> {
  const files = ledgerOf(own, ledger);
  if (!files || own.configured.address === ':memory:') {
    return undefined;
  }
  const sharing = await Promise.all(
    all
      .filter(other => other.pluginId !== own.pluginId)
      .map(async other => {
        const theirs = ledgerOf(other, ledger);
        return theirs && (await isShared(own, files, ledger, other, theirs))
          ? [other.pluginId]
          : [];
      }),
  );
  const others = sharing.flat();
  if (others.length === 0) {
    return undefined;
  }
  const pluginIds = [own.pluginId, ...others].sort();
  return { pluginIds, isFirst: pluginIds[0] === own.pluginId };
}

async function isShared(
  own: LedgerUser,
  files: ObservedLedger,
  { applied }: LedgerFact,
  other: LedgerUser,
  theirs: ObservedLedger,
): Promise<boolean> {
  const [a, b] = [own.configured, other.configured];
  const mayBeOne =
    a.engine === b.engine && a.name === b.name && a.schema === b.schema;
  if (!mayBeOne || (files.validationDisabled && theirs.validationDisabled)) {
    return false;
  }
  const [ownNames, theirNames] = await Promise.all([
    namesOf(files),
    namesOf(theirs),
  ]);
  if (isSameSource(files, theirs, ownNames, theirNames)) {
    return false;
  }
  // One server has many an address; a row that is theirs alone proves that it is one.
  return (
    a.address === b.address ||
    applied.some(
      ({ name }) => theirNames.includes(name) && !ownNames.includes(name),
    )
  );
}

/** A package may run its migrations for several plugins, and be installed twice. */
function isSameSource(
  files: ObservedLedger,
  theirs: ObservedLedger,
  ownNames: readonly string[],
  theirNames: readonly string[],
): boolean {
  const isSameFolder =
    files.directory !== null && files.directory === theirs.directory;
  return (
    isSameFolder ||
    (files.package === theirs.package &&
      ownNames.length === theirNames.length &&
      ownNames.every(name => theirNames.includes(name)))
  );
}

async function namesOf(ledger: ObservedLedger): Promise<readonly string[]> {
  return ledger.getNames().catch(() => []);
}

function ledgerOf(
  user: LedgerUser,
  ledger: LedgerFact,
): ObservedLedger | undefined {
  return user.ledgers().find(each => isSameTable(user, each, ledger));
}

function isSameTable(
  { configured }: LedgerUser,
  { table, schema = configured.schema }: ObservedLedger,
  other: Pick<LedgerFact, 'table' | 'schema'>,
): boolean {
  return (
    ledgerKey({ table, schema }) ===
    ledgerKey({ table: other.table, schema: other.schema ?? configured.schema })
  );
}
