export { engineAdapters, readableFacts } from './engines';
export { asSeenHere } from './ledgers';
export type { EngineAdapter, OpenDatabase } from './types';
