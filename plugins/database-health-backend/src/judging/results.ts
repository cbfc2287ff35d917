import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Engine } from 'backstage-plugin-database-health-common';
import type {
  AnyCheck,
  FactName,
  Readings,
} from 'backstage-plugin-database-health-node';
import {
  serverFacts,
  surveyedFacts,
} from 'backstage-plugin-database-health-node';
import type { DatabaseHealthConfig } from '../config';
import type { Findings } from './findings';
import { judge, type Subject, type Verdict } from './judge';
import { factStaleAfterMs, reportedStaleAfterMs } from './staleness';
import type { JudgedResult, Snapshot } from '../picture/types';

/** What an engine is asked for; all else is known without it. */
const inspectedFacts: readonly FactName[] = [...surveyedFacts, ...serverFacts];

export interface ResultsOptions {
  readonly config: DatabaseHealthConfig;
  readonly logger: LoggerService;
  /** The facts that the inspector of an engine reads. */
  readableFacts(engine: Engine): ReadonlySet<FactName>;
}

/** What the checks that are switched on say of readings. */
export class Results {
  readonly #options: ResultsOptions;
  readonly #findings: Findings;

  constructor(options: ResultsOptions, findings: Findings) {
    this.#options = options;
    this.#findings = findings;
  }

  ofDatabase(
    { database, observation }: Pick<Snapshot, 'database' | 'observation'>,
    readings: Readings,
    at: number,
  ): JudgedResult[] {
    const subject = this.#subjectOf(database.configured.engine, readings);
    return this.#findings.describe(
      { databaseId: database.pluginId },
      this.#verdicts(
        'database',
        observation ? subject : asReported(subject),
        at,
      ),
      at,
    );
  }

  ofServer(
    { serverId, engine }: { serverId: string; engine: Engine },
    readings: Readings,
    at: number,
  ): JudgedResult[] {
    return this.#findings.describe(
      { serverId },
      this.#verdicts('server', this.#subjectOf(engine, readings), at),
      at,
    );
  }

  /** What they say where nobody has looked yet: nothing is found, nothing is ok. */
  ofUnread(per: AnyCheck['per'], engine: Engine, at: number): JudgedResult[] {
    return this.#verdicts(per, this.#subjectOf(engine, {}), at).map(
      ({ check: { id, title }, status, reason }) => ({
        checkId: id,
        title,
        status,
        ...(reason && { reason }),
        findings: [],
      }),
    );
  }

  #verdicts(per: AnyCheck['per'], subject: Subject, at: number): Verdict[] {
    const { config, logger } = this.#options;
    return judge(
      config.checks.filter(({ check }) => check.per === per),
      subject,
      at,
      (checkId, error) =>
        logger.error(`Check ${checkId} failed`, error as Error),
    );
  }

  #subjectOf(engine: Engine, readings: Readings): Subject {
    const { config, readableFacts } = this.#options;
    return {
      readings,
      lacks: fact =>
        inspectedFacts.includes(fact) && !readableFacts(engine).has(fact)
          ? `Not available on ${engine}.`
          : undefined,
      staleAfterMs: fact => factStaleAfterMs(fact, config),
    };
  }
}

/** Other replicas keep their pools to themselves; their pulses come with heartbeats. */
function asReported(subject: Subject): Subject {
  return {
    ...subject,
    lacks: fact =>
      fact === 'pool'
        ? 'Each replica judges its own pool.'
        : subject.lacks(fact),
    staleAfterMs: fact =>
      Math.max(subject.staleAfterMs(fact), reportedStaleAfterMs),
  };
}
