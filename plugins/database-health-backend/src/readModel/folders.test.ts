import type { Ledger } from 'backstage-plugin-database-health-common';
import type { JudgedFinding } from '../judging/types';
import { findingFor, ledgerFor } from './folders';

const whoSees = { details: true };
const whoDoesNot = { details: false };

describe('ledgerFor', () => {
  const source = { package: 'p', directory: '/home/jane/a/migrations' };
  const ledger = { source, otherSources: [source] } as unknown as Ledger;

  it('tells the folders of all that share a ledger to those who may see them', () => {
    expect(ledgerFor(whoSees, ledger)).toEqual(ledger);
    const part = { package: 'p', directory: 'migrations' };
    expect(ledgerFor(whoDoesNot, ledger)).toEqual({
      source: part,
      otherSources: [part],
    });
  });

  it('leaves alone what has no folder', () => {
    for (const none of [null, { package: 'p', directory: null }]) {
      const told = { source: none } as Ledger;
      expect(ledgerFor(whoDoesNot, told)).toEqual(told);
    }
  });
});

describe('findingFor', () => {
  const finding = (remedy: JudgedFinding['remedy']) =>
    ({ key: 'a', remedy } as JudgedFinding);

  it('chooses the lines for a shell', () => {
    const text = 'Run it.';
    const shell = { full: 'ls /home/jane', withoutFolders: 'ls <home>' };
    expect(findingFor(whoSees, finding({ text, shell }))).toEqual({
      key: 'a',
      remedy: { text, shell: 'ls /home/jane' },
    });
    expect(findingFor(whoDoesNot, finding({ text, shell }))).toEqual({
      key: 'a',
      remedy: { text, shell: 'ls <home>' },
    });
  });

  it('leaves a remedy alone that has none', () => {
    const remedy = { text: 'Wait.', sql: 'select 1;' };
    expect(findingFor(whoDoesNot, finding(remedy)).remedy).toEqual(remedy);
  });
});
