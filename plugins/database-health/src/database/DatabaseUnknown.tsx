import { Link } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import SearchIcon from '@material-ui/icons/Search';
import { FullNotice } from '../frame/FullNotice';
import { usePageLinks } from '../frame/PagePath';

/** A link to a plugin database that is not there, or no more. */
export function DatabaseUnknown(props: { id: string }) {
  const links = usePageLinks();
  return (
    <FullNotice Icon={SearchIcon} title="No such plugin database">
      <Typography>
        No plugin database is known as <strong>{props.id}</strong>. Its plugin
        may have been removed, or may not have started yet.
      </Typography>
      <Typography>
        <Link to={links.tab('databases')}>All plugin databases</Link>
      </Typography>
    </FullNotice>
  );
}
