export { engineAdapters, readableFacts } from './engines';
export { unreadLedgers, withLocalKnowledge } from './facts/ledgers';
export { withFacts } from './withFacts';
export type { EngineAdapter, Engines, OpenDatabase } from './types';
