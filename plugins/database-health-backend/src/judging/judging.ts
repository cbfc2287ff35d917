import type { Engine, Status } from 'backstage-plugin-database-health-common';
import type {
  AnyCheck,
  FactCatalogue,
  FactName,
  Readings,
} from 'backstage-plugin-database-health-node';
import type { DatabaseHealthConfig } from '../config';
import type { Findings, Target } from './findings';
import { judge, rollUp, type Subject, type Verdict } from './judge';
import { factStaleAfterMs, reportedStaleAfterMs } from './staleness';
import { worstStatus } from './worstStatus';
import type { Judged, JudgedResult } from './types';

export interface JudgingOptions {
  readonly config: Pick<
    DatabaseHealthConfig,
    'checks' | 'pulseIntervalMs' | 'surveyIntervalMs'
  >;
  readonly logger: { error(message: string, error: Error): void };
  readonly catalogue: FactCatalogue;
  /** The facts that the inspector of an engine reads. */
  readableFacts(engine: Engine): ReadonlySet<FactName>;
}

/** What is judged. */
export interface Judgeable {
  readonly engine: Engine;
  /** Whether this process looks at it itself. */
  readonly observed: boolean;
}

/**
 * The one place in which anything gets a status: readings in, what the checks that
 * are switched on say of them out. It needs nothing that is running.
 */
export class Judging {
  readonly #options: JudgingOptions;
  readonly #findings: Findings;

  constructor(options: JudgingOptions, findings: Findings) {
    this.#options = options;
    this.#findings = findings;
  }

  ofDatabase(
    { databaseId, ...judgeable }: Judgeable & { databaseId: string },
    readings: Readings,
    at: number,
  ): Judged {
    return this.#of('database', { databaseId }, judgeable, readings, at);
  }

  ofServer(
    { serverId, ...judgeable }: Judgeable & { serverId: string },
    readings: Readings,
    at: number,
  ): Judged {
    return this.#of('server', { serverId }, judgeable, readings, at);
  }

  /** What is said where nobody has looked yet: nothing is found, nothing is ok. */
  ofUnread(per: AnyCheck['per'], engine: Engine, at: number): Judged {
    const subject = this.#subjectOf({ engine, observed: true }, {});
    return toJudged(
      this.#verdicts(per, subject, at).map(
        ({ check: { id, title }, judgements: _, ...verdict }) => ({
          checkId: id,
          title,
          ...verdict,
          findings: [],
        }),
      ),
    );
  }

  #of(
    per: AnyCheck['per'],
    target: Target,
    judgeable: Judgeable,
    readings: Readings,
    at: number,
  ): Judged {
    const subject = this.#subjectOf(judgeable, readings);
    return toJudged(
      this.#findings.describe(target, this.#verdicts(per, subject, at), at),
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

  #subjectOf({ engine, observed }: Judgeable, readings: Readings): Subject {
    const { catalogue, config, readableFacts } = this.#options;
    const subject: Subject = {
      engine,
      readings,
      lacks: fact =>
        catalogue[fact]?.from === 'engine' && !readableFacts(engine).has(fact)
          ? `Not available on ${engine}.`
          : undefined,
      staleAfterMs: fact => {
        const entry = catalogue[fact];
        return entry ? factStaleAfterMs(entry, config) : 0;
      },
    };
    return observed ? subject : asReported(subject, catalogue);
  }
}

/** The status of the whole, by those of its plugin databases and servers. */
export function statusOfWhole(
  judged: readonly Pick<Judged, 'status'>[],
): Status {
  return worstStatus(judged.map(({ status }) => status));
}

function toJudged(results: readonly JudgedResult[]): Judged {
  return { results, status: rollUp(results) };
}

/** Pulses of others come with heartbeats, without what each judges by itself. */
function asReported(subject: Subject, catalogue: FactCatalogue): Subject {
  return {
    ...subject,
    lacks: fact =>
      catalogue[fact]?.sharedAs === undefined
        ? subject.lacks(fact)
        : `Each replica judges its own ${fact}.`,
    staleAfterMs: fact =>
      Math.max(subject.staleAfterMs(fact), reportedStaleAfterMs),
  };
}
