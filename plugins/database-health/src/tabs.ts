import type { Tab } from './frame/tab';

/** Every tab of the page, from left to right, in both frontend systems. */
export const tabs: readonly Tab[] = [
  {
    path: 'overview',
    title: 'Overview',
    headline: true,
    load: () => import('./overview').then(m => m.OverviewTab),
  },
  {
    path: 'databases',
    title: 'Databases',
    load: () => import('./databases').then(m => m.DatabasesTab),
  },
  {
    path: 'migrations',
    title: 'Migrations',
    load: () => import('./migrations').then(m => m.MigrationsTab),
  },
  {
    path: 'storage',
    title: 'Storage',
    load: () => import('./storage').then(m => m.StorageTab),
  },
  {
    path: 'connections',
    title: 'Connections',
    load: () => import('./connections').then(m => m.ConnectionsTab),
  },
  {
    path: 'activity',
    title: 'Activity',
    load: () => import('./activity').then(m => m.ActivityTab),
  },
  {
    path: 'checks',
    title: 'Checks',
    load: () => import('./checks').then(m => m.ChecksTab),
  },
];
