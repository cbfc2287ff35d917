import type { Server } from 'node:http';
import type {
  CheckResult,
  DatabaseDetail,
  Overview,
} from 'backstage-plugin-database-health-common';
import request from 'supertest';
import { eventually } from './eventually';

/** Questions to ask a portal. */
export interface Asking {
  get(path: string): request.Test;
  post(path: string): request.Test;
  put(path: string): request.Test;
  delete(path: string): request.Test;
  overview(): Promise<Overview>;
  detail(id: string): Promise<DatabaseDetail>;
  check(id: string, checkId: string): Promise<CheckResult>;
  /** Asks for a survey as often as allowed, until `holds` does. */
  eventually(holds: () => Promise<void>, withinMs?: number): Promise<void>;
  /** Surveys everything, as the refresh button does. */
  survey(): Promise<void>;
}

/**
 * @param portal - A server in this process, or the URL of a portal.
 * @param token - With which all is asked.
 */
export function asking(portal: Server | string, token?: string): Asking {
  const ask = (method: 'get' | 'post' | 'put' | 'delete') => (path: string) => {
    const test = request(portal)[method](`/api/database-health${path}`);
    return token ? test.auth(token, { type: 'bearer' }) : test;
  };
  const get = ask('get');
  const post = ask('post');
  const overview = async (): Promise<Overview> =>
    (await get('/overview').expect(200)).body;
  const detail = async (id: string): Promise<DatabaseDetail> =>
    (await get(`/databases/${id}`).expect(200)).body;
  return {
    get,
    post,
    put: ask('put'),
    delete: ask('delete'),
    overview,
    detail,
    async check(id, checkId) {
      const { checks } = await detail(id);
      return checks.find(check => check.checkId === checkId)!;
    },
    eventually,
    async survey() {
      const refreshed = async () => {
        const response = await post('/refresh');
        expect(response.status).toBe(202);
        return Date.parse(response.body.requestedAt);
      };
      let requestedAt = 0;
      await eventually(async () => {
        requestedAt = await refreshed();
      });
      await eventually(async () => {
        const { databases } = await overview();
        for (const { surveyedAt } of databases) {
          expect(Date.parse(surveyedAt ?? '')).toBeGreaterThanOrEqual(
            requestedAt,
          );
        }
      });
    },
  };
}
