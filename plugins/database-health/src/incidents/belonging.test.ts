import type {
  Finding,
  Incident,
  Overview,
} from 'backstage-plugin-database-health-common';
import { belongingsOf, concernedBy } from './belonging';
import { joinIncidents } from './joined';

const finding = (key: string, changes: Partial<Finding> = {}) =>
  ({ key, severity: 'warning', ...changes } as Finding);
const incident = (findings: string[], changes: Partial<Incident> = {}) =>
  ({
    id: findings.join(),
    subject: { databaseId: 'a' },
    cause: findings[0],
    findings,
    ...changes,
  } as Incident);
const overview = (parts: Partial<Overview>) =>
  ({
    databases: ['a', 'a:b'].map(id => ({ id, pluginId: `plugin ${id}` })),
    servers: [{ id: 'pg:1' }],
    findings: [],
    incidents: [],
    ...parts,
  } as unknown as Overview);

describe('what belongs to an incident', () => {
  it('comes cause first, whatever the order of the findings', () => {
    const { incidents, others } = joinIncidents(
      overview({
        incidents: [incident(['cause', 'one', 'two'])],
        findings: ['alone', 'two', 'cause', 'one'].map(key => finding(key)),
      }),
    );
    expect(incidents[0].cause?.key).toBe('cause');
    expect(incidents[0].symptoms.map(({ key }) => key)).toEqual(['one', 'two']);
    expect(others.map(({ key }) => key)).toEqual(['alone']);
  });

  it('belongs to one incident only, and not once it is dismissed', () => {
    const dismissed = { by: 'user:default/a', reason: 'planned' };
    const { incidents, others } = joinIncidents(
      overview({
        incidents: [incident(['a', 'both']), incident(['b', 'both', 'let be'])],
        findings: [
          finding('a'),
          finding('b'),
          finding('both'),
          finding('let be', { dismissed }),
        ],
      }),
    );
    expect(incidents.map(({ symptoms }) => symptoms.length)).toEqual([1, 0]);
    expect(others.map(({ key }) => key)).toEqual(['let be']);
  });

  it('may have ended before the incident has', () => {
    const { incidents } = joinIncidents(
      overview({
        incidents: [incident(['gone', 'one'])],
        findings: [finding('one')],
      }),
    );
    expect(incidents[0].cause).toBeUndefined();
    expect(incidents[0].symptoms).toHaveLength(1);
  });

  it('is told by check and subject when nothing but its keys is left', () => {
    const past = incident([
      'pg:1:server-connections',
      'a:pool-wait',
      'a:b:pool-wait',
      'removed:size:table',
    ]);
    expect(belongingsOf(past, overview({}))).toEqual([
      { checkId: 'server-connections', names: ['server pg:1'] },
      { checkId: 'pool-wait', names: ['plugin a', 'plugin a:b'] },
      { checkId: 'size', names: ['removed'] },
    ]);
    expect(concernedBy(past, overview({}))).toEqual([
      'plugin a',
      'server pg:1',
      'plugin a:b',
      'removed',
    ]);
  });
});
