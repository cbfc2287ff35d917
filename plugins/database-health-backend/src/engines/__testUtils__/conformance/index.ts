import { connectionsCases } from './connections';
import { diskCases } from './disk';
import { encryptionCases } from './encryption';
import { fileCases } from './file';
import { identityCases } from './identity';
import { ledgersCases } from './ledgers';
import { neighboursCases } from './neighbours';
import { ownershipCases } from './ownership';
import { relationsCases } from './relations';
import { serverStatementsCases } from './serverStatements';
import { sessionsCases } from './sessions';
import { sizeCases } from './size';
import { statisticsCases } from './statistics';
import type { Conformance } from './types';

/** The cases of every fact that an engine reads. */
export const conformance: readonly Conformance[] = [
  connectionsCases,
  diskCases,
  encryptionCases,
  fileCases,
  identityCases,
  ledgersCases,
  neighboursCases,
  ownershipCases,
  relationsCases,
  serverStatementsCases,
  sessionsCases,
  sizeCases,
  statisticsCases,
];

export type { On } from './types';
