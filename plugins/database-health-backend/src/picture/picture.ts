import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CheckResult,
  Status,
} from 'backstage-plugin-database-health-common';
import type {
  DatabaseObservations,
  FactName,
  LedgerFact,
  Observation,
  Readings,
} from 'backstage-plugin-database-health-node';
import {
  lockState,
  surveyedFacts,
} from 'backstage-plugin-database-health-node';
import type { DatabaseHealthConfig } from '../config';
import { Findings } from './findings';
import { judge, rollUp } from './judge';
import { serverIdOf, serverReadings } from './servers';
import { factStaleAfterMs } from './staleness';

/** Facts and results of one plugin database at one moment. */
export interface Snapshot {
  readonly observation: Observation;
  readonly serverId: string;
  /** The newest attempt at each fact. */
  readonly readings: Readings;
  /** The newest attempt at each fact that succeeded. */
  readonly known: Readings;
  readonly results: readonly CheckResult[];
  readonly status: Status;
  /** Epoch milliseconds; `undefined` before the first pulse. */
  readonly checkedAt: number | undefined;
  /** Epoch milliseconds; `undefined` before the first survey. */
  readonly surveyedAt: number | undefined;
}

/** Facts and results of one server at one moment. */
export interface ServerSnapshot {
  readonly id: string;
  readonly databases: readonly Snapshot[];
  readonly known: Readings;
  readonly results: readonly CheckResult[];
}

export interface PictureOptions {
  readonly observations: DatabaseObservations;
  readonly config: DatabaseHealthConfig;
  readonly logger: LoggerService;
  /** The facts that the inspector of an engine reads. */
  readableFacts(observation: Observation): ReadonlySet<FactName>;
  now(): number;
}

/**
 * The present picture, in memory: pulses and surveys write it, everything
 * that answers a request reads it. It grows with the number of plugin
 * databases only.
 */
export class Picture {
  readonly #options: PictureOptions;
  readonly #findings: Findings;
  readonly #snapshots = new Map<string, Snapshot>();
  readonly #servers = new Map<string, readonly CheckResult[]>();

  constructor(options: PictureOptions) {
    this.#options = options;
    this.#findings = new Findings(options.config.pageUrl);
  }

  /** Whether any plugin's database service can be seen from here. */
  get isObserving(): boolean {
    return this.#options.observations.list().length > 0;
  }

  /** All plugin databases, those nobody has looked at yet included. */
  snapshots(): Snapshot[] {
    return this.#options.observations
      .list()
      .filter(({ requestedAt }) => requestedAt !== undefined)
      .map(observation => this.snapshotOf(observation));
  }

  snapshotOf(observation: Observation): Snapshot {
    return (
      this.#snapshots.get(observation.pluginId) ?? {
        observation,
        serverId: serverIdOf(observation),
        readings: {},
        known: {},
        results: [],
        status: 'unknown',
        checkedAt: undefined,
        surveyedAt: undefined,
      }
    );
  }

  servers(): ServerSnapshot[] {
    const ids = new Set(this.snapshots().map(({ serverId }) => serverId));
    return [...ids].map(id => {
      const databases = this.#databasesOf(id);
      return {
        id,
        databases,
        known: serverReadings(
          databases.map(({ observation, known }) => ({
            pluginId: observation.pluginId,
            readings: known,
          })),
          this.#options.now(),
        ),
        results: this.#servers.get(id) ?? [],
      };
    });
  }

  /** Takes new readings of one plugin database in and judges it again. */
  note(observation: Observation, fresh: Readings): void {
    const at = this.#options.now();
    const before = this.snapshotOf(observation);
    const readings = {
      ...before.readings,
      ...withHeldSince(before.known, fresh),
    };
    const databaseId = observation.pluginId;
    const results = this.#findings.describe(
      { databaseId },
      judge(
        this.#options.config.checks.filter(
          ({ check }) => check.per === 'database',
        ),
        {
          readings,
          lacks: fact => this.#lacks(observation, fact),
          staleAfterMs: fact => factStaleAfterMs(fact, this.#options.config),
        },
        at,
        (checkId, error) => this.#reportFailedCheck(checkId, error),
      ),
      at,
    );
    this.#snapshots.set(databaseId, {
      ...before,
      readings,
      known: { ...before.known, ...onlyRead(readings) },
      results,
      status: rollUp(results),
      checkedAt: at,
      surveyedAt: surveyedFacts.some(fact => fact in fresh)
        ? at
        : before.surveyedAt,
    });
    this.#judgeServer(before.serverId, at);
  }

  #judgeServer(serverId: string, at: number): void {
    const databases = this.#databasesOf(serverId);
    const [{ observation }] = databases;
    this.#servers.set(
      serverId,
      this.#findings.describe(
        { serverId },
        judge(
          this.#options.config.checks.filter(
            ({ check }) => check.per === 'server',
          ),
          {
            readings: serverReadings(
              databases.map(({ observation: { pluginId }, readings }) => ({
                pluginId,
                readings,
              })),
              at,
            ),
            lacks: fact => this.#lacks(observation, fact),
            staleAfterMs: fact => factStaleAfterMs(fact, this.#options.config),
          },
          at,
          (checkId, error) => this.#reportFailedCheck(checkId, error),
        ),
        at,
      ),
    );
  }

  #databasesOf(serverId: string): Snapshot[] {
    return this.snapshots().filter(each => each.serverId === serverId);
  }

  #lacks(observation: Observation, fact: FactName): string | undefined {
    const surveyed = (surveyedFacts as readonly FactName[]).includes(fact);
    return surveyed && !this.#options.readableFacts(observation).has(fact)
      ? `Not available on ${observation.configured.engine}.`
      : undefined;
  }

  #reportFailedCheck(checkId: string, error: unknown): void {
    this.#options.logger.error(`Check ${checkId} failed`, error as Error);
  }
}

function onlyRead(readings: Readings): Readings {
  return Object.fromEntries(
    Object.entries(readings).filter(([, reading]) => reading.status === 'read'),
  );
}

/** A lock table says that a lock is held, never since when. */
function withHeldSince(known: Readings, fresh: Readings): Readings {
  const { ledgers } = fresh;
  if (ledgers?.status !== 'read') {
    return fresh;
  }
  const before = known.ledgers?.status === 'read' ? known.ledgers.value : [];
  const since = (ledger: LedgerFact) =>
    before.find(
      ({ table, schema }) => table === ledger.table && schema === ledger.schema,
    )?.heldSince ?? ledgers.at;
  return {
    ...fresh,
    ledgers: {
      ...ledgers,
      value: ledgers.value.map(ledger =>
        lockState(ledger) === 'held'
          ? { ...ledger, heldSince: since(ledger) }
          : ledger,
      ),
    },
  };
}
