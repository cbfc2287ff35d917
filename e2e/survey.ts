import { expect, type Page } from '@playwright/test';
import type {
  Migrations,
  Overview,
} from 'backstage-plugin-database-health-common';
import { waitUntil } from '../scripts/readiness';
import { guestToken } from './portal';
import type { RunningPortal } from './startPortal';

const surveyTimeoutMs = 120_000;

/** Calls the plugin's API, without a token unless one is given. */
export function callApi(
  portal: RunningPortal,
  path: string,
  options: { token?: string; method?: string; body?: object } = {},
): Promise<Response> {
  const { token, method, body } = options;
  return fetch(`${portal.url}/api/database-health${path}`, {
    method,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
}

/** What the API tells the guest. */
export async function readAsGuest(
  portal: RunningPortal,
  path: '/overview',
): Promise<Overview>;
export async function readAsGuest(
  portal: RunningPortal,
  path: '/migrations',
): Promise<Migrations>;
export async function readAsGuest(
  portal: RunningPortal,
  path: string,
): Promise<unknown> {
  const response = await callApi(portal, path, {
    token: await guestToken(portal),
  });
  if (!response.ok) {
    throw new Error(`${path} answered ${response.status}`);
  }
  return response.json();
}

/** Waits until every plugin database has been surveyed once, as it is after a start. */
export async function firstSurvey(portal: RunningPortal): Promise<void> {
  const ended = await waitUntil(
    async () => {
      const { databases } = await readAsGuest(portal, '/overview');
      return databases.every(({ surveyedAt }) => surveyedAt !== null);
    },
    { timeoutMs: surveyTimeoutMs },
  );
  if (!ended) {
    throw new Error('The first survey has not ended in time');
  }
}

/**
 * Looks at what was surveyed last, and again after a new survey as long as it is not
 * so: a portal is young, and what is measured may have grown since.
 */
export async function untilSurveyed(
  { page, portal }: { page: Page; portal: RunningPortal },
  look: () => Promise<void>,
): Promise<void> {
  await expect(async () => {
    try {
      await look();
    } catch (error) {
      await takeSurvey(portal);
      await page.reload();
      throw error;
    }
  }).toPass();
}

/** Asks for a survey, as soon as one may be asked for, and waits for its end. */
export async function takeSurvey(portal: RunningPortal): Promise<void> {
  const token = await guestToken(portal);
  const accepted = () =>
    callApi(portal, '/refresh', { token, method: 'POST' }).then(({ ok }) => ok);
  const ended = async () => {
    const { summary } = await readAsGuest(portal, '/overview');
    return summary.surveyRequestedAt === undefined;
  };
  const within = { timeoutMs: surveyTimeoutMs };
  if (
    !(await waitUntil(accepted, within)) ||
    !(await waitUntil(ended, within))
  ) {
    throw new Error('No survey has ended in time');
  }
}
