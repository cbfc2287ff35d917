export { keepHistory } from './keepHistory';
export type { History } from './keepHistory';
