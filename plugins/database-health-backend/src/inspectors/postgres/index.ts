export { postgres } from './adapter';
