export { engineAdapters, readableFacts } from './engines';
export { withLocalKnowledge } from './facts/ledgers';
export type { EngineAdapter, OpenDatabase } from './types';
