import type { FactEntry } from 'backstage-plugin-database-health-node';
import { isReadPerServer } from './catalogue';

/** What a reader has read goes to the others with what it was read in. */
const carriers = { survey: 'survey', pulse: 'heartbeat' } as const;

/** Why a fact would never be read, shared or judged; empty where it would. */
export function faultsOfEntry(entry: FactEntry): string[] {
  const { cadence, from, scope, shared, sharedAs } = entry;
  return [
    ...(from === 'engine' && cadence === 'pulse' && !isReadPerServer(entry)
      ? ['no pulse reads it: a pulse reads whole servers']
      : []),
    ...(from === 'engine' && scope === 'process'
      ? ['an engine knows no process']
      : []),
    ...(from === 'engine' && shared !== carriers[cadence]
      ? [`comes with each ${cadence}, but is not shared so`]
      : []),
    ...(from === 'derived' && shared !== 'none'
      ? ['is derived by every replica, but shared']
      : []),
    ...(sharedAs !== undefined && shared === 'none'
      ? [`is to be shared as ${sharedAs}, but is not shared`]
      : []),
  ];
}
