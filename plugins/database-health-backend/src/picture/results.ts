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
import type { Findings, Target } from './findings';
import { judge, type Subject } from './judge';
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
    return this.#results(
      'database',
      { databaseId: database.pluginId },
      {
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
      },
      at,
    );
  }

  ofServer(
    { serverId, engine }: { serverId: string; engine: Engine },
    readings: Readings,
    at: number,
  ): JudgedResult[] {
    return this.#results(
      'server',
      { serverId },
      {
        readings,
        lacks: fact => this.#lacks(engine, fact),
        staleAfterMs: fact => this.#staleAfterMs(fact),
      },
      at,
    );
  }

  #results(
    per: AnyCheck['per'],
    target: Target,
    subject: Subject,
    at: number,
  ): JudgedResult[] {
    const { config, logger } = this.#options;
    const verdicts = judge(
      config.checks.filter(({ check }) => check.per === per),
      subject,
      at,
      (checkId, error) =>
        logger.error(`Check ${checkId} failed`, error as Error),
    );
    return this.#findings.describe(target, verdicts, at);
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
