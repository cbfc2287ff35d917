export { sqlite } from './engine';
