import { test as setup } from '@playwright/test';
import { buildAppWhenStale } from './appBundle';

const buildTimeoutMs = 15 * 60_000;

setup('the app builds', () => {
  setup.setTimeout(buildTimeoutMs);
  buildAppWhenStale();
});
