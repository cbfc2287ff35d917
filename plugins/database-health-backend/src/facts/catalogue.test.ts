import { factCatalogue } from 'backstage-plugin-database-health-node';
import { engineFacts, factsWhere } from './catalogue';

describe('the catalogue', () => {
  it('lists facts by what they are, in its order', () => {
    expect(engineFacts(factCatalogue, 'survey')).toEqual([
      'identity',
      'size',
      'relations',
      'disk',
      'file',
      'ledgers',
      'neighbours',
      'ownership',
      'serverStatements',
    ]);
    expect(engineFacts(factCatalogue, 'pulse')).toEqual([
      'connections',
      'statistics',
      'sessions',
    ]);
    expect(
      factsWhere(factCatalogue, { scope: 'server', from: 'derived' }),
    ).toEqual([
      'serverReachability',
      'serverSize',
      'poolBudget',
      'connectionPeak',
    ]);
  });
});
