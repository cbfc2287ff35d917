import { makeStyles } from '@material-ui/core/styles';
import StorageIcon from '@material-ui/icons/Storage';
import { useMayRead } from '../frame/useMayRead';

const hidingClass = 'database-health-hidden-entry';

const useStyles = makeStyles({
  '@global': {
    [`a:has(.${hidingClass})`]: { display: 'none !important' },
  },
});

/**
 * The icon of the page, which hides the entry of the sidebar that it stands in
 * from those who may not see the page. The icon is all that is ours of an
 * entry: docs/adr/0012 says why it is not left to a condition of the page.
 */
export function EntryIcon() {
  useStyles();
  const { allowed } = useMayRead();
  return (
    <StorageIcon
      fontSize="inherit"
      className={allowed ? undefined : hidingClass}
    />
  );
}
