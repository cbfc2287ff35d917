export { MigrationsTab } from './MigrationsTab';
