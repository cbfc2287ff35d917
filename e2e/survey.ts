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
  options: { token?: string; method?: string } = {},
): Promise<Response> {
  const { token, method } = options;
  return fetch(`${portal.url}/api/database-health${path}`, {
    method,
    headers: token ? { Authorization: `Bearer ${token}` } : {},
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
