import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import CloudOffIcon from '@material-ui/icons/CloudOffOutlined';
import ExtensionIcon from '@material-ui/icons/ExtensionOutlined';
import type { Failure } from '../data/failure';
import { CopyLine } from '../signs/CopyLine';
import { FullNotice } from './FullNotice';
import { PermissionMissing } from './PermissionMissing';

const addPackageLine =
  'yarn --cwd packages/backend add backstage-plugin-database-health-backend';
const addFeatureLine =
  "backend.add(import('backstage-plugin-database-health-backend'));";

/** What stands in place of the page when no picture has ever come. */
export function PictureMissing(props: {
  failure: Failure;
  onRetry: () => void;
}) {
  const { failure, onRetry } = props;
  switch (failure.kind) {
    case 'permission':
      return <PermissionMissing />;
    case 'not-found':
    case 'backend-missing':
      return (
        <FullNotice
          Icon={ExtensionIcon}
          title="The backend of Database Health is not installed"
        >
          <Typography>
            This page is installed, but the backend of the portal does not know
            the plugin <code>database-health</code>. Add the package:
          </Typography>
          <CopyLine text={addPackageLine} label="Line that adds the package" />
          <Typography>
            and this line to <code>packages/backend/src/index.ts</code>, then
            restart the backend:
          </Typography>
          <CopyLine text={addFeatureLine} label="Line that adds the plugin" />
          <Retry onRetry={onRetry} />
        </FullNotice>
      );
    default:
      return (
        <FullNotice Icon={CloudOffIcon} title={titleOf(failure)}>
          <Typography>{failure.sentence}</Typography>
          <Typography>{adviceOn(failure)}</Typography>
          <Retry onRetry={onRetry} />
        </FullNotice>
      );
  }
}

function titleOf({ kind }: Failure): string {
  switch (kind) {
    case 'signed-out':
      return 'Sign in again';
    default:
      return 'The picture could not be loaded';
  }
}

function adviceOn({ kind }: Failure): string {
  switch (kind) {
    case 'signed-out':
      return 'Load the page again to sign in.';
    case 'unreachable':
      return 'Nothing is known about the databases. Check whether the backend of the portal is running, what its log says, and whether anything between it and your browser is in the way. This page asks again by itself.';
    default:
      return 'The log of the backend says more. This page asks again by itself.';
  }
}

function Retry(props: { onRetry: () => void }) {
  return (
    <div>
      <Button variant="outlined" onClick={props.onRetry}>
        Ask again
      </Button>
    </div>
  );
}
