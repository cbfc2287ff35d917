import type { Identity } from '../../pure/facts';
import { evaluate, judgements, severity } from '../__testUtils__/evaluate';
import { healthyFacts } from '../__testUtils__/facts';
import { sqliteInProduction } from './sqlite-in-production';

const identity: Identity = {
  engine: 'sqlite',
  name: 'catalog.sqlite',
  version: '3.50.1',
  role: 'unknown',
  inMemory: false,
};
const memory: Identity = { ...identity, name: ':memory:', inMemory: true };
const environment = (production: boolean) => ({
  ...healthyFacts.environment,
  production,
});

describe('sqlite-in-production', () => {
  it.each([
    ['a file in production', identity, true, 'warning'],
    ['memory in production', memory, true, 'critical'],
    ['a file in development', identity, false, undefined],
    ['memory in development', memory, false, undefined],
  ])('%s', (_, where, production, expected) => {
    expect(
      severity(sqliteInProduction, {
        identity: where,
        environment: environment(production),
      }),
    ).toBe(expected);
  });

  it('does not apply to another engine', () => {
    expect(evaluate(sqliteInProduction)).toEqual({
      skipped: 'This plugin database is not in SQLite.',
    });
  });

  it('names the configuration that moves away', () => {
    const [finding] = judgements(sqliteInProduction, { identity: memory });
    expect(finding).toMatchObject({
      evidence: { observed: 'memory', limit: null, unit: 'SQLite storage' },
      remedy: { text: expect.stringContaining('backend.database.client: pg') },
    });
  });
});
