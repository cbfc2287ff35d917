export { sqlite } from './adapter';
