import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type {
  CheckCatalogue,
  Overview,
} from 'backstage-plugin-database-health-common';
import { checks } from './checks';

const folder = resolve(
  __dirname,
  '../../database-health/src/fixtures/recorded',
);
const read = (name: string) =>
  JSON.parse(readFileSync(join(folder, name), 'utf8'));
const states = readdirSync(folder).filter(
  name => name.endsWith('.json') && name !== 'checks.json',
);

// Where one of these fails, a check has changed since: `npm run record`.
describe('the recorded fixtures of the page', () => {
  it('describe every check as it is', () => {
    const recorded = (read('checks.json') as CheckCatalogue).checks;
    const byId = (of: readonly { checkId: string }[]) =>
      Object.fromEntries(of.map(each => [each.checkId, each]));
    expect(byId(recorded)).toEqual(
      byId(
        checks.map(({ id, title, rationale, per, limits, source }) => ({
          checkId: id,
          title,
          why: rationale,
          per,
          limits,
          limitSource: source,
        })),
      ),
    );
  });

  it.each(states)('hold in %s findings as the checks word them', name => {
    const { findings } = read(name).overview as Overview;
    for (const { checkId, title, why, limitSource } of findings) {
      const check = checks.find(({ id }) => id === checkId);
      expect({ checkId, title, why, limitSource }).toEqual({
        checkId,
        title: check?.title,
        why: check?.rationale,
        limitSource: check?.source,
      });
    }
  });
});
