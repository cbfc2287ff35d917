export { DatabasesTab } from './DatabasesTab';
