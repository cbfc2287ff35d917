import { valueOf } from 'backstage-plugin-database-health-node';
import type { ServerCertificate } from '../../pure/facts';
import { derivedFact } from './derive';
import type { ServerSubject } from './serverSubject';

/**
 * A connection shows the certificate with which it was opened: of those for one name
 * the newest is that of the server. A pooler may have one for another name.
 */
export const certificate = derivedFact({
  fact: 'certificate',
  // Some engines have no encryption, and so no certificate either.
  needs: ['identity'],
  derive(_, { databases }: ServerSubject) {
    const tried = databases.flatMap(
      ({ readings }) => readings.encryption ?? [],
    );
    if (tried.length > 0 && tried.every(({ status }) => status !== 'read')) {
      return undefined;
    }
    const newest = new Map<string, ServerCertificate>();
    for (const { readings } of databases) {
      const shown = valueOf(readings.encryption)?.certificate;
      const before = shown && newest.get(shown.subject);
      if (shown && !(before && before.validFrom >= shown.validFrom)) {
        newest.set(shown.subject, shown);
      }
    }
    const [first = null] = [...newest.values()].sort(
      (a, b) => endOf(a) - endOf(b),
    );
    return first;
  },
});

function endOf({
  validUntil,
  authorityValidUntil = Infinity,
}: ServerCertificate): number {
  return Math.min(validUntil, authorityValidUntil);
}
