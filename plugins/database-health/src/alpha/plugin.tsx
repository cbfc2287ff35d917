import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import StorageIcon from '@material-ui/icons/Storage';
import { rootRouteRef } from '../routes';
import { databaseHealthApi } from './api';
import { page, subPages } from './pages';

/**
 * The page of Database Health, its tabs, and the client of its backend.
 *
 * @alpha
 */
export default createFrontendPlugin({
  pluginId: 'database-health',
  title: 'Database Health',
  icon: <StorageIcon fontSize="inherit" />,
  info: { packageJson: () => import('../../package.json') },
  routes: { root: rootRouteRef },
  extensions: [databaseHealthApi, page, ...subPages],
});
