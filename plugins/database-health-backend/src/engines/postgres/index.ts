export { postgres } from './engine';
