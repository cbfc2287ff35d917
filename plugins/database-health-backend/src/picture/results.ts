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
import { factStaleAfterMs, toldStaleAfterMs } from './staleness';
import type { JudgedResult, Snapshot } from './types';

/** What an engine tells; all else is known without it. */
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
    const subject: Subject = {
      readings,
      lacks: fact =>
        fact === 'pool' && !observation
          ? 'Each replica judges its own pool.'
          : this.#lacks(database.configured.engine, fact),
      staleAfterMs: fact => {
        const ownMs = this.#staleAfterMs(fact);
        // Pulses of other replicas come with their heartbeats.
        return observation ? ownMs : Math.max(ownMs, toldStaleAfterMs);
      },
    };
    return this.#findings.describe(
      { databaseId: database.pluginId },
      this.#verdicts('database', subject, at),
      at,
    );
  }

  ofServer(
    { serverId, engine }: { serverId: string; engine: Engine },
    readings: Readings,
    at: number,
  ): JudgedResult[] {
    const subject: Subject = {
      readings,
      lacks: fact => this.#lacks(engine, fact),
      staleAfterMs: fact => this.#staleAfterMs(fact),
    };
    return this.#findings.describe(
      { serverId },
      this.#verdicts('server', subject, at),
      at,
    );
  }

  /** What they say where nobody has looked yet: nothing is found, nothing is ok. */
  ofUnread(per: AnyCheck['per'], engine: Engine, at: number): JudgedResult[] {
    const subject: Subject = {
      readings: {},
      lacks: fact => this.#lacks(engine, fact),
      staleAfterMs: fact => this.#staleAfterMs(fact),
    };
    return this.#verdicts(per, subject, at).map(
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

  #staleAfterMs(fact: FactName): number {
    return factStaleAfterMs(fact, this.#options.config);
  }

  #lacks(engine: Engine, fact: FactName): string | undefined {
    return inspectedFacts.includes(fact) &&
      !this.#options.readableFacts(engine).has(fact)
      ? `Not available on ${engine}.`
      : undefined;
  }
}
