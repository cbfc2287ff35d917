import type { Instrument } from '../types';
import { clients } from './clients';
import { contents } from './contents';
import { health } from './health';
import { servers } from './servers';

/** All metrics; docs/alerts.md has a row for each. */
export const instruments: readonly Instrument[] = [
  ...health,
  ...contents,
  ...servers,
  ...clients,
];
