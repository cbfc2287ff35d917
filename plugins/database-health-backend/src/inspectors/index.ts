export { engineAdapters, readableFacts } from './engines';
export { asSeenHere } from './ledgers';
export type { EngineAdapter, Session } from './types';
