import { Link } from '@backstage/core-components';
import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import { usePageLinks } from '../frame/PagePath';

const title = 'What is checked, and what the signs mean';

/** The way to where the page explains itself. */
export function GuideLink() {
  const links = usePageLinks();
  return (
    <Tooltip title={title}>
      <IconButton
        component={Link}
        to={links.tab('checks')}
        size="small"
        color="inherit"
        aria-label={title}
      >
        <HelpOutlineIcon />
      </IconButton>
    </Tooltip>
  );
}
