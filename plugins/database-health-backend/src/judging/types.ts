import type {
  CheckResult,
  Finding,
  Status,
} from 'backstage-plugin-database-health-common';
import type { JudgedRemedy } from 'backstage-plugin-database-health-node';

/** A finding, whoever reads it. */
export interface JudgedFinding extends Omit<Finding, 'remedy'> {
  remedy: JudgedRemedy;
  /** People are told of it only once it has been found for this long. */
  openAfterMs?: number;
}

/** What one check said, whoever reads it. */
export interface JudgedResult extends Omit<CheckResult, 'findings'> {
  findings: JudgedFinding[];
  /** It is `unknown` since nobody has looked at a fact of it yet. */
  notReadYet?: true;
}

/** What all checks of a plugin database or a server said, and its status by them. */
export interface Judged {
  readonly results: readonly JudgedResult[];
  readonly status: Status;
}
