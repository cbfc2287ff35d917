import { expect, guestToken, openAsGuest, test } from '../../portal';
import { callApi } from '../../survey';

const channel = 'database-health';
const finding =
  '/dismissals/scaffolder%3Amigrations-lock-malformed%3Aknex_migrations';

/** Long before the page would ask by itself, which it has just done. */
const renewedWithinMs = 8_000;
const justNowMs = 5_000;

export function testSignals(): void {
  test('an open page renews itself when somebody else changes something', async ({
    page,
    portal,
  }) => {
    let isConnected = false;
    let askedAt = 0;
    const told: object[] = [];
    page.on('websocket', socket => {
      socket.on('framesent', ({ payload }) => {
        const { action, channel: wanted } = JSON.parse(String(payload));
        isConnected ||= action === 'subscribe' && wanted === channel;
      });
      socket.on('framereceived', ({ payload }) => {
        const frame = JSON.parse(String(payload));
        if (frame.channel === channel) {
          told.push(frame);
        }
      });
    });
    page.on('response', async response => {
      if (response.url().endsWith('/api/database-health/overview')) {
        const { summary } = await response.json();
        // While a survey is under way, it asks more often for its end.
        askedAt = summary.surveyRequestedAt ? 0 : Date.now();
      }
    });
    await openAsGuest(page, '/database-health/overview');
    const status = page.getByRole('status', { name: 'Status' });
    await expect(status).toContainText('Critical');
    await expect
      .poll(() => isConnected && Date.now() - askedAt < justNowMs)
      .toBe(true);

    const token = await guestToken(portal);
    await test.step('which it hears, and sees at once', async () => {
      const dismissed = await callApi(portal, finding, {
        token,
        method: 'PUT',
        body: { reason: 'It goes with the next release.' },
      });
      expect(dismissed.status).toBe(204);
      await expect(status).toContainText('are well', {
        timeout: renewedWithinMs,
      });
      expect(told.length).toBeGreaterThan(0);
    });

    await test.step('of which the signal itself says nothing', async () => {
      for (const frame of told) {
        expect(frame).toEqual({ channel, message: { changed: true } });
      }
    });
    await callApi(portal, finding, { token, method: 'DELETE' });
  });
}
