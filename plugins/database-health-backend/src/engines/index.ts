export { engineAdapters, readableFacts } from './engines';
export { unreadLedgers, withLocalKnowledge } from './facts/ledgers';
export type { EngineAdapter, OpenDatabase } from './types';
