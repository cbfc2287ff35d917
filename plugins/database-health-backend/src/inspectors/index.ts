export { adapterFor, engineAdapters } from './engines';
export type { EngineAdapter, Session, UnsupportedEngine } from './types';
