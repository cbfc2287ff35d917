import { performance } from 'node:perf_hooks';
import express from 'express';
import request from 'supertest';
import { refresh } from './refresh';

describe('Two refreshes at once', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['', 0],
    [', the clock put back between them', -3_600_000],
    [', the clock put forward between them', 3_600_000],
  ])('are one, and soon another may follow%s', async (_, passedMs) => {
    jest.spyOn(performance, 'now').mockReturnValue(60_000);
    const ask = refresh(async () => 0);
    const app = express();
    app.post('/', (_request, response, next) => {
      ask(response).catch(next);
    });
    await request(app).post('/').expect(202);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + passedMs);
    const { headers } = await request(app).post('/').expect(429);
    const seconds = Number(headers['retry-after']);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(10);
  });
});
