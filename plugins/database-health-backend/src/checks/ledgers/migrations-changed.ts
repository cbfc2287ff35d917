import type { Judgement } from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../../pure/facts';
import { createCheck } from 'backstage-plugin-database-health-node';
import { ledgerKey } from '../../pure/ledger';
import { judgeEach } from '../parts/ledgers/judgeEach';
import { count } from '../parts/wording/amounts';
import { someOf } from '../parts/wording/list';

/** Applied migrations whose file is another than when it was first seen. */
export const migrationsChanged = createCheck({
  id: 'migrations-changed',
  title: 'Changed migrations',
  rationale:
    'A migration runs once. If its file changes afterwards, databases that ran it before and those that run it from now on differ, under the same name.',
  per: 'database',
  needs: ['ledgers'],
  limits: {},
  source:
    'No limit: one is enough. Flyway and Prisma compare checksums too; ours is taken when the file is first seen, and takes no notice of how lines end. An info where the file is one of an installed package whose version has changed, too.',
  remedy:
    'Restore the file and put the change into a migration of its own. If only comments changed, dismiss the finding.',
  evaluate({ ledgers }) {
    return judgeEach(ledgers, ledger => {
      const { changed = [], changedByUpgrade = [] } = ledger;
      if (changed.length === 0) {
        return changedByUpgrade.length === 0
          ? undefined
          : ofUpgrade(ledger, changedByUpgrade);
      }
      const one = changed.length === 1;
      return {
        severity: 'warning',
        object: ledgerKey(ledger),
        message: `${count(changed.length, 'applied migration')} of ${ledgerKey(
          ledger,
        )} ${one ? 'has' : 'have'} changed since ${
          one ? 'it was' : 'they were'
        } first seen: ${someOf(changed)}.`,
        evidence: { observed: changed.length, limit: 0, unit: 'migrations' },
        remedy: {
          text: `Compare the ${one ? 'file' : 'files'} of ${
            ledger.source?.package ?? 'the source'
          } with the version before. Knex will not run ${
            one ? 'it' : 'them'
          } again: what the change was to do needs a migration of its own. Where only words changed, dismiss this finding.`,
        },
      };
    });
  },
});

/** A published package may change what is applied everywhere: words, or its `down`. */
function ofUpgrade(ledger: LedgerFact, names: readonly string[]): Judgement {
  const name = ledger.source?.package ?? 'the package';
  return {
    severity: 'info',
    object: ledgerKey(ledger),
    message: `${count(names.length, 'applied migration')} of ${ledgerKey(
      ledger,
    )} changed with the version of ${name}: ${someOf(names)}.`,
    evidence: { observed: names.length, limit: 0, unit: 'migrations' },
    remedy: {
      text: `Nothing needs to be done, unless the notes of that version of ${name} say so.`,
    },
  };
}
