import { factCatalogue } from 'backstage-plugin-database-health-node';
import { engineFacts, factsWhere } from './catalogue';

const { ping, identity, sizeLimit, size, connections, poolBudget, sessions } =
  factCatalogue;
const few = {
  ping,
  size,
  identity,
  sizeLimit,
  sessions,
  connections,
  poolBudget,
};

describe('the catalogue', () => {
  it('lists facts by what they are, in its order', () => {
    expect(engineFacts(few, 'survey')).toEqual(['size', 'identity']);
    expect(engineFacts(few, 'pulse')).toEqual(['sessions', 'connections']);
    expect(factsWhere(few, { scope: 'server', from: 'derived' })).toEqual([
      'poolBudget',
    ]);
  });
});
