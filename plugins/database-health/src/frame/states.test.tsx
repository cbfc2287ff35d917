import { screen, within } from '@testing-library/react';
import { renderState } from '../__testUtils__/renderState';
import { fixtureStates, stateOf } from '../fixtures';
import { recorded, recordedFinding, RecordedState } from '../fixtures/recorded';

const sentenceOf = (state: RecordedState) =>
  recorded(state, ({ overview }) => overview.summary.sentence);

/** What each state must say, in the words that a reader looks for. */
const said: Record<string, (string | RegExp)[]> = {
  'all-well': ['All 14 plugin databases are well.', 'Nothing needs attention.'],
  'read-only': ['All 14 plugin databases are well.'],
  'first-start': [
    'The first survey has not ended yet.',
    'not checked yet',
    /not everything has been read/,
  ],
  surveying: [/Survey running for/],
  'too-soon': ['All 14 plugin databases are well.'],
  'one-database': ['The plugin database is well.', 'No limit'],
  'hundred-databases': ['All 100 plugin databases are well.'],
  sick: [sentenceOf('sick'), recordedFinding('migrations-locked').message],
  dismissed: [/^scaffolder: /, 'Show 2 dismissed findings'],
  'database-down': [
    sentenceOf('database-down'),
    recordedFinding('reachable').message,
    'no answer',
  ],
  'server-down': [sentenceOf('server-down'), /the server allows 197counted$/],
  recovered: [/^All 14 are well\.|needs? attention|is critical/],
  stale: ['All 14 plugin databases have a stale picture.'],
  'partly-unknown': [
    '2 of 14 plugin databases (events, search) could not be read completely.',
    '13 of 14 databases read',
  ],
  'long-names': [/^internal-developer-portal-.*: /],
  'html-names': [/<img src=x onerror/],
  'sqlite-in-production': [/^todo: This backend runs in production/],
  histories: ['All 14 plugin databases are well.', 'All 14 are well.'],
  'no-history': ['growth: no history yet'],
  'history-failing': ['The history cannot be kept', '3 h ago'],
  'nearly-full': [/^catalog: At 1.1 GiB a day/],
  fluttering: ['All 14 plugin databases are well.'],
  'pool-full': [
    sentenceOf('waits'),
    recordedFinding('idle-in-transaction').message,
  ],
  'replicas-unseen': ['The history cannot be kept'],
  'every-ledger': [/plugin databases? /],
  'two-hundred-plugins': ['All 200 plugin databases are well.'],
  'no-permission': ['databaseHealth.read'],
  refused: ['databaseHealth.read'],
  'backend-missing': [
    'The backend of Database Health is not installed',
    "backend.add(import('backstage-plugin-database-health-backend'));",
  ],
  'backend-html': ['The backend of Database Health is not installed'],
  'backend-away': [
    'The picture could not be loaded',
    'The backend does not answer.',
  ],
  'backend-broken': [
    'The picture could not be loaded',
    /answered 500: Internal Server Error/,
  ],
  'signed-out': ['Sign in again'],
  'renewal-fails': ['All 14 plugin databases are well.'],
  'nothing-observed': ['Nothing is observed', 'No plugin database is known.'],
};

describe('every state of the page', () => {
  it.each(fixtureStates.filter(({ id }) => id !== 'loading'))(
    '$id says what it is',
    async state => {
      await renderState(state);
      const wanted = said[state.id];
      expect(wanted).toBeDefined();
      for (const words of wanted) {
        expect((await screen.findAllByText(words)).length).toBeGreaterThan(0);
      }
    },
  );

  it('shows the shape of what is being loaded', async () => {
    await renderState(stateOf('loading'));
    expect(
      await screen.findByRole('status', {
        name: 'Loading the picture of the databases',
      }),
    ).toBeVisible();
  });

  it('says the status with a word besides colour and icon', async () => {
    await renderState(stateOf('sick'));
    const status = await screen.findByRole('status', { name: 'Status' });
    expect(within(status).getByText('Critical')).toBeVisible();
  });

  it('says only once that the backend does not answer', async () => {
    await renderState(stateOf('backend-away'));
    expect(await screen.findByText(/backend does not answer/)).toBeVisible();
  });

  it('takes names for text and never for HTML', async () => {
    await renderState(stateOf('html-names'));
    await screen.findAllByText(/<img src=x onerror/);
    expect(document.querySelector('img')).toBeNull();
    expect(document.querySelector('b')).toBeNull();
  });

  it('shows no number of a database that was never read', async () => {
    await renderState(stateOf('first-start'));
    const row = await screen.findByRole('row', { name: /^catalog/ });
    expect(within(row).getAllByText('not read')).toHaveLength(4);
    expect(within(row).queryByText(/\d (B|MiB|ms)/)).toBeNull();
  });

  it('does not show the latency of a database that is down', async () => {
    await renderState(stateOf('database-down'));
    const row = await screen.findByRole('row', { name: /^catalog/ });
    expect(within(row).getByText('no answer')).toBeVisible();
    expect(within(row).queryByText(/ ms$/)).toBeNull();
  });
});
