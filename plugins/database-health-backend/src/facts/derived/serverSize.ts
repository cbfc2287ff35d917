import { distinctDatabases } from 'backstage-plugin-database-health-common';
import { valueOf } from 'backstage-plugin-database-health-node';
import { trendOf } from '../../pure/growth';
import { derivedFact } from './derive';
import type { ServerSubject } from './serverSubject';

/** A plugin database whose size was never read counts nothing. */
export const serverSize = derivedFact({
  fact: 'serverSize',
  needs: ['size'],
  derive(_, { databases, budgetBytes }: ServerSubject) {
    const distinct = distinctDatabases(databases, ({ pluginId, readings }) => {
      const identity = valueOf(readings.identity);
      return {
        place: identity ? [identity.name, identity.schema] : [pluginId],
        isMeasured: valueOf(readings.size) !== undefined,
      };
    });
    const sizes = distinct.flatMap(
      ({ readings }) => valueOf(readings.size) ?? [],
    );
    const trends = distinct.map(({ readings }) => {
      const history = valueOf(readings.sizeHistory);
      return history ? trendOf(history.days) : undefined;
    });
    return {
      bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
      approximate: sizes.some(({ approximate }) => approximate),
      budgetBytes: budgetBytes ?? null,
      bytesPerDay: trends.reduce<number | null>(
        (sum, trend) =>
          sum === null || !trend ? null : sum + trend.bytesPerDay,
        0,
      ),
    };
  },
});
