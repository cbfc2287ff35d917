import { test } from '../portal';
import { takeSurvey } from '../survey';
import { testAddresses } from './sickness/addresses';
import { testDismissals } from './sickness/dismissals';
import { testLedgers } from './sickness/ledgers';
import { malformLock, mendLock } from './sickness/malformedLock';
import { testSignals } from './sickness/signals';

// Surveys may be asked for every 10 s: what is told of a finding is told of the same.
test.describe('a plugin whose migration lock is malformed', () => {
  test.beforeAll(async ({ portal }) => {
    await malformLock(portal, 'scaffolder');
    await takeSurvey(portal);
  });

  // The survey that the next ones take finds it well.
  test.afterAll(({ portal }) => mendLock(portal, 'scaffolder'));

  testDismissals();
  testAddresses();
  testSignals();
});

test.describe('several plugins with sick ledgers', testLedgers);
