import { expect, guestToken, openAsGuest, test } from '../portal';
import { runSql } from '../serverTruth';
import { takeSurvey } from '../survey';

const channel = 'database-health';
const findingKey = 'scaffolder:migrations-lock-malformed:knex_migrations';

/** Long before the page would ask by itself, which it has just done. */
const renewedWithinMs = 8_000;

test('an open page renews itself when somebody else changes something', async ({
  page,
  portal,
}) => {
  const told: object[] = [];
  page.on('websocket', socket =>
    socket.on('framereceived', ({ payload }) => {
      const frame = JSON.parse(String(payload));
      if (frame.channel === channel) {
        told.push(frame);
      }
    }),
  );
  await runSql(
    portal,
    'backstage_plugin_scaffolder',
    'insert into knex_migrations_lock (is_locked) values (0)',
  );
  await takeSurvey(portal);
  await openAsGuest(page, '/database-health/overview');
  const status = page.getByRole('status', { name: 'Status' });
  await expect(status).toContainText('Critical');

  await test.step('which it hears as soon as it is connected', async () => {
    await expect
      .poll(
        async () => {
          await takeSurvey(portal);
          return told.length;
        },
        { timeout: 90_000, intervals: [3_000] },
      )
      .toBeGreaterThan(0);
  });

  await test.step('and sees at once', async () => {
    // No survey is under way, for whose end it would ask more often.
    await page.waitForResponse(
      async response =>
        response.url().endsWith('/api/database-health/overview') &&
        !(
          await response.json()
        ).summary.surveyRequestedAt,
    );
    const dismissed = await fetch(
      `${portal.url}/api/database-health/dismissals/${encodeURIComponent(
        findingKey,
      )}`,
      {
        method: 'PUT',
        headers: {
          Authorization: `Bearer ${await guestToken(portal)}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({ reason: 'It goes with the next release.' }),
      },
    );
    expect(dismissed.status).toBe(204);
    await expect(status).toContainText('are well', {
      timeout: renewedWithinMs,
    });
  });

  await test.step('of which the signal itself says nothing', async () => {
    for (const frame of told) {
      expect(frame).toEqual({ channel, message: { changed: true } });
    }
  });
});
