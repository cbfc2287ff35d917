import { chromiumPath } from '../../e2e/chromium';
import { installPackages } from './debian';

/** Whether there is a browser to test with; installs Debian's where that is possible. */
export async function hasBrowser(): Promise<boolean> {
  if (!chromiumPath()) {
    await installPackages('Chromium', 'chromium', 'fonts-dejavu-core');
  }
  return chromiumPath() !== undefined;
}
