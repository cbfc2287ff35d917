import express from 'express';
import request from 'supertest';
import { visibleAnswers } from './visibleAnswers';

describe('every answer', () => {
  const answerOf = async (body: unknown) => {
    const app = express();
    app.use(visibleAnswers);
    app.get('/', (_, response) => {
      response.json(body);
    });
    return (await request(app).get('/').expect(200)).body;
  };

  it('shows what a reader would not see, in texts and keys', async () => {
    expect(
      await answerOf({
        'a\u202E': [{ name: 'x\u2066y\u0007', at: new Date(0), none: null }],
        sql: 'update a;\n\tupdate b;\r',
      }),
    ).toEqual({
      'a\\u202E': [
        {
          name: 'x\\u2066y\\u0007',
          at: '1970-01-01T00:00:00.000Z',
          none: null,
        },
      ],
      sql: 'update a;\n\tupdate b;\\u000D',
    });
  });

  it('is else as it was', async () => {
    const body = { name: 'é 文字 \\r "it\'s"', list: [1, true, null] };
    expect(await answerOf(body)).toEqual(body);
  });
});
