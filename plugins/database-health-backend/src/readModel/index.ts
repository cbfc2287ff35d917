export { DatabaseHealthReader } from './reader';
