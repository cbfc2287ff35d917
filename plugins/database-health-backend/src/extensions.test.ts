import type { FactEntry } from 'backstage-plugin-database-health-node';
import { Extensions } from './extensions';

describe('facts that modules add', () => {
  const entry = {
    scope: 'database',
    cadence: 'survey',
    from: 'engine',
    clock: 'none',
    shared: 'survey',
  } as const;

  const add = (name: string, changes: Partial<FactEntry> = {}) => {
    const extensions = new Extensions([]);
    extensions.addFact({
      name,
      entry: { ...entry, ...changes },
      readers: {},
    } as never);
    return extensions;
  };

  it('come after all others in the catalogue', () => {
    const { catalogue } = add('added');
    expect(Object.entries(catalogue).pop()).toEqual(['added', entry]);
    expect(catalogue).toHaveProperty('size');
  });

  it.each([
    ['size', {}, "A fact with the name 'size' exists already"],
    ['a', { cadence: 'pulse', shared: 'heartbeat' }, "'a' no pulse reads it"],
    ['a', { scope: 'process' }, "'a' an engine knows no process"],
    ['a', { shared: 'none' }, "'a' comes with each survey, but is not shared"],
    ['a', { shared: 'heartbeat' }, "'a' comes with each survey, but"],
    ['a', { from: 'derived' }, "'a' is derived by every replica, but shared"],
  ] as const)('are refused: %s as %j', (name, changes, message) => {
    expect(() => add(name, changes)).toThrow(message);
  });

  it('may be read with each pulse, of a whole server', () => {
    expect(() =>
      add('a', { scope: 'server', cadence: 'pulse', shared: 'heartbeat' }),
    ).not.toThrow();
  });
});
