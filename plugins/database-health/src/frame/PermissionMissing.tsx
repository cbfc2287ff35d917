import Typography from '@material-ui/core/Typography';
import LockIcon from '@material-ui/icons/LockOutlined';
import { databaseHealthReadPermission } from 'backstage-plugin-database-health-common';
import { FullNotice } from './FullNotice';

/** What somebody sees who may not read. */
export function PermissionMissing() {
  return (
    <FullNotice
      Icon={LockIcon}
      title="You do not have access to Database Health"
    >
      <Typography>
        You lack the permission{' '}
        <code>
          <strong>{databaseHealthReadPermission.name}</strong>
        </code>
        .
      </Typography>
      <Typography>
        Ask those who run this portal to grant it to you in the permission
        policy, then load this page again.
      </Typography>
    </FullNotice>
  );
}
