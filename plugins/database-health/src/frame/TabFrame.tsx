import { makeStyles } from '@material-ui/core/styles';
import clsx from 'clsx';
import { ComponentType, Suspense } from 'react';
import { PictureHeader } from '../header/PictureHeader';
import { PictureNotices } from '../header/PictureNotices';
import { ReloadPicture } from '../data/ReloadPicture';
import { useOverview } from '../data/useOverview';
import { AccessGate } from './AccessGate';
import { Loaded } from './Loaded';
import type { TabProps } from './tab';
import { TabSkeleton } from './TabSkeleton';

/** By which the header that the portal puts above this page is told from others. */
const pageClass = 'database-health-page';

const useStyles = makeStyles(theme => ({
  // The tabs of the new frontend system are not ours; without this they make
  // the whole page wider than a telephone.
  '@global': {
    [`.bui-PluginHeader:has(~ * .${pageClass}) .bui-TabList`]: {
      overflowX: 'auto',
    },
  },
  frame: {
    width: '100%',
    maxWidth: 1440,
    minWidth: 0,
    margin: '0 auto',
    color: theme.palette.text.primary,
    fontFamily: theme.typography.fontFamily,
    // Where the focus is, Material UI shows with a shade that few can see.
    '& button:focus-visible, & [role=button]:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
    },
  },
}));

interface FrameProps {
  Body: ComponentType<TabProps>;
  headline?: true;
}

/** What every tab has in common: who may see it, the picture and its header. */
export function TabFrame(props: FrameProps) {
  const classes = useStyles();
  return (
    <div className={clsx(classes.frame, pageClass)}>
      <AccessGate>
        <Picture {...props} />
      </AccessGate>
    </div>
  );
}

function Picture({ Body, headline }: FrameProps) {
  const polled = useOverview();
  const { reload } = polled;
  return (
    <ReloadPicture.Provider value={reload}>
      <Loaded
        polled={polled}
        what="This picture"
        head={answer => (
          <PictureHeader answer={answer} reload={reload} large={headline} />
        )}
      >
        {overview => (
          <>
            <PictureNotices summary={overview.summary} />
            <Suspense fallback={<TabSkeleton />}>
              <Body overview={overview} />
            </Suspense>
          </>
        )}
      </Loaded>
    </ReloadPicture.Provider>
  );
}
