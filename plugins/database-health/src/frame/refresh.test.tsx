import { act, fireEvent, screen } from '@testing-library/react';
import type { DatabaseHealthApi } from 'backstage-plugin-database-health-common';
import { renderState } from '../__testUtils__/renderState';
import { FixtureApi, responseError, stateOf } from '../fixtures';

const button = () => screen.getByRole('button', { name: 'Refresh' });

async function wellOverview() {
  return stateOf('read-only').createApi().getOverview();
}

// What is asked for takes its time here, and what is shown grows old.
beforeEach(() => jest.useRealTimers());

describe('refresh', () => {
  it('is not offered without the permission', async () => {
    await renderState(stateOf('read-only'));
    await screen.findByText('All 14 plugin databases are well.');
    expect(screen.queryByRole('button', { name: 'Refresh' })).toBeNull();
  });

  it('asks for a survey, shows that it runs, and then the result', async () => {
    let surveying = false;
    let sentence = 'The picture before.';
    const api: DatabaseHealthApi = new FixtureApi({
      overview: async () => {
        const overview = await wellOverview();
        return {
          ...overview,
          summary: {
            ...overview.summary,
            sentence,
            ...(surveying && { surveyRequestedAt: new Date().toISOString() }),
          },
        };
      },
      refresh: () => {
        surveying = true;
        return { requestedAt: new Date().toISOString() };
      },
    });
    await renderState(stateOf('all-well'), { api });
    await screen.findByText('The picture before.');

    fireEvent.click(button());
    expect(await screen.findByText(/Survey running for/)).toBeVisible();
    expect(button()).toBeDisabled();
    expect(
      screen.getByRole('progressbar', { name: 'A survey is running' }),
    ).toBeVisible();

    surveying = false;
    sentence = 'The picture after.';
    // Looked at every 2 s while a survey runs.
    expect(
      await screen.findByText('The picture after.', {}, { timeout: 4_000 }),
    ).toBeVisible();
    expect(screen.queryByText(/Survey running for/)).toBeNull();
    expect(button()).toBeEnabled();
  });

  it('tells kindly that a survey has just been asked for, and counts down', async () => {
    await renderState(stateOf('all-well'), {
      api: new FixtureApi({
        overview: wellOverview,
        refresh: async () => {
          throw await responseError(429, 'Too Many Requests', {
            'Retry-After': '2',
          });
        },
      }),
    });
    await screen.findByText('All 14 plugin databases are well.');
    fireEvent.click(button());
    expect(
      await screen.findByText(
        'A survey has just been asked for. Again in 2 s.',
      ),
    ).toBeVisible();
    expect(button()).toBeDisabled();
    await act(() => new Promise(resolve => setTimeout(resolve, 2_200)));
    expect(screen.queryByText(/has just been asked for/)).toBeNull();
    expect(button()).toBeEnabled();
  });

  it('says why nothing was asked for', async () => {
    await renderState(stateOf('all-well'), {
      api: new FixtureApi({
        overview: wellOverview,
        refresh: async () => {
          throw await responseError(500, 'The store is away');
        },
      }),
    });
    await screen.findByText('All 14 plugin databases are well.');
    fireEvent.click(button());
    expect(
      await screen.findByText(
        'No survey was asked for. The backend answered 500: The store is away',
      ),
    ).toBeVisible();
    expect(button()).toBeEnabled();
  });

  it('keeps the picture when it cannot be refreshed, and says its age', async () => {
    await renderState(stateOf('renewal-fails'));
    expect(
      await screen.findByText(
        'This picture could not be refreshed',
        {},
        { timeout: 4_000 },
      ),
    ).toBeVisible();
    expect(screen.getByRole('alert')).toHaveTextContent(
      /The backend does not answer\. You see what was known at .* \(\d+ s ago\)/,
    );
    expect(screen.getByText('All 14 plugin databases are well.')).toBeVisible();
  });
});
