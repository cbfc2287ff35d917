import type { Engine } from 'backstage-plugin-database-health-common';
import type { EngineFact } from 'backstage-plugin-database-health-node';
import type { Subject, SubjectKind } from '../subject';

/** On what a case runs: a new plugin database for each. */
export interface On {
  readonly kind: SubjectKind;
  subject: Subject;
}

/** What every reader of one fact must get right. */
export interface Conformance {
  readonly fact: EngineFact;
  /** Those that read it: `facts/meta.test.ts` holds them against their readers. */
  readonly engines: readonly Engine[];
  /** Declares the cases. */
  cases(on: On): void;
}
