import type { Failure } from 'backstage-plugin-database-health-node';
import type { LedgerFact } from '../../pure/facts';
import type { Observation } from '../../observation/types';
import type { Samples } from '../../store';

/** What is asked for what follows from a survey. Nothing of it rejects. */
export interface SurveySources {
  readonly samples: Pick<Samples, 'pointsOfEach'>;
  /** The plugins of this process. */
  readonly pluginIds: readonly string[];
  /** Those of the other living ones; `undefined` while the store does not work. */
  otherPluginIds(): readonly string[] | undefined;
  withLocalKnowledge(
    observation: Observation,
    ledgers: readonly LedgerFact[],
  ): Promise<readonly LedgerFact[]>;
  /** The ledgers that a plugin ran here, where none can be read. */
  unreadLedgers(
    observation: Observation,
    unreadable: Failure,
  ): Promise<readonly LedgerFact[]>;
  withKnowledgeOfVersion(
    observation: Observation,
    ledgers: readonly LedgerFact[],
  ): Promise<readonly LedgerFact[]>;
}
