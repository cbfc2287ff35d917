import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Failure } from 'backstage-plugin-database-health-node';
import type { Observation } from '../observation/types';
import { describeClientFailure } from '../failures/tokenFailure';

/**
 * Says why a look failed, and puts into the log what has no name: once, until
 * that look succeeds. It holds one entry for each that fails so.
 */
export class FailureLog {
  readonly #logger: Pick<LoggerService, 'warn'>;
  readonly #told = new Set<string>();
  #toldOfPending = false;

  constructor(logger: Pick<LoggerService, 'warn'>) {
    this.#logger = logger;
  }

  /** `look` names it within the log. */
  failed(observation: Observation, look: string, error: unknown): Failure {
    const failure = describeClientFailure(error, observation.tokenLogin);
    const key = keyOf(observation, look);
    const isCalledOff = (error as Error | undefined)?.name === 'AbortError';
    if (failure.kind === 'other' && !isCalledOff && !this.#told.has(key)) {
      this.#told.add(key);
      this.#logger.warn(
        `The database of plugin ${observation.pluginId} did not tell its ${look}`,
        error as Error,
      );
    }
    return failure;
  }

  /** Plugins that wait for their first connection, which no error will tell of soon. */
  pending(pluginIds: readonly string[]): void {
    if (pluginIds.length > 0 && !this.#toldOfPending) {
      this.#logger.warn(
        `No answer while opening the first connection for ${pluginIds.join(
          ', ',
        )}: check host, port and ssl of backend.database.connection, and what listens there`,
      );
    }
    this.#toldOfPending = pluginIds.length > 0;
  }

  succeeded(observation: Observation, look: string): void {
    this.#told.delete(keyOf(observation, look));
  }
}

function keyOf({ pluginId }: Observation, look: string): string {
  return `${pluginId} ${look}`;
}
