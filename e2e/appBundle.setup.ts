import { test as setup } from '@playwright/test';
import { buildAppWhenStale } from './appBundle';

const BUILD_TIMEOUT_MS = 5 * 60_000;

setup('the app builds', () => {
  setup.setTimeout(BUILD_TIMEOUT_MS);
  buildAppWhenStale();
});
