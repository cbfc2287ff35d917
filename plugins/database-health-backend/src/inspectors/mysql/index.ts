export { mysql } from './adapter';
