export { mysql } from './engine';
