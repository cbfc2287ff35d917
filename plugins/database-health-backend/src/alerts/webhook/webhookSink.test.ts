import http from 'node:http';
import { generate } from 'selfsigned';
import { Webhook } from 'standardwebhooks';
import type { WebhookTarget } from '../../config';
import {
  madeMessage,
  type Receiver,
  startReceiver,
} from '../__testUtils__/receiver';
import { webhookSink } from './webhookSink';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** What must be in no error: of the URL, and the secret. */
const secrets = /token-of-the-url|passw0rd|BwcH/;

function targetOf(
  port: number,
  {
    protocol = 'http',
    host = '127.0.0.1',
    ...changes
  }: Partial<WebhookTarget & { protocol: string; host: string }> = {},
): WebhookTarget {
  return {
    id: 'pager',
    url: new URL(
      `${protocol}://user:passw0rd@${host}:${port}/hook?key=token-of-the-url`,
    ),
    secret,
    allowPrivateAddresses: true,
    digest: false,
    filter: { minSeverity: 'warning', plugins: undefined, checks: undefined },
    ...changes,
  };
}

describe('a webhook', () => {
  let receiver: Receiver;

  beforeEach(async () => {
    receiver = await startReceiver();
  });

  afterEach(() => receiver.dispose());

  const send = (
    target: WebhookTarget,
    { message = madeMessage(), withinMs = 5_000 } = {},
  ) => webhookSink(target).send(message, AbortSignal.timeout(withinMs));

  /** What it rejects with, which has nothing secret in it, nor behind it. */
  async function failure(
    target: WebhookTarget,
    options?: Parameters<typeof send>[1],
  ): Promise<string> {
    const error: Error = await send(target, options).then(
      () => {
        throw new Error('It did not fail');
      },
      reason => reason,
    );
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toMatch(secrets);
    expect(`${error.message}`).not.toContain('127.0.0.1');
    expect(error.cause).toBeUndefined();
    return error.message;
  }

  it('is posted in the form of Standard Webhooks', async () => {
    await send(targetOf(receiver.port));
    const [{ path, headers, body }] = receiver.posted;
    expect(path).toBe('/hook?key=token-of-the-url');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'database:catalog:size:1:opened',
      'webhook-signature': expect.stringMatching(/^v1,/),
    });
    expect(
      new Webhook(secret).verify(body, headers as Record<string, string>),
    ).toEqual({
      type: 'database-health.incident.opened',
      timestamp: '2026-11-30T10:00:00.000Z',
      data: madeMessage(),
    });
    expect(() =>
      new Webhook(secret).verify(`${body} `, headers as never),
    ).toThrow('No matching signature');
  });

  it.each([
    ['all', {}, true],
    ['what is critical', { minSeverity: 'critical' }, false],
    ['its plugins', { plugins: ['auth', 'catalog'] }, true],
    ['other plugins', { plugins: ['auth'] }, false],
    ['its checks', { checks: ['size'] }, true],
    ['other checks', { checks: ['latency'] }, false],
    [
      'its plugin, but another check',
      { plugins: ['catalog'], checks: ['latency'] },
      false,
    ],
  ] as const)('for %s gets what it wants', async (_, filter, isSent) => {
    await send(
      targetOf(receiver.port, {
        filter: {
          minSeverity: 'warning',
          plugins: undefined,
          checks: undefined,
          ...filter,
        },
      }),
    );
    expect(receiver.posted).toHaveLength(isSent ? 1 : 0);
  });

  it('may be of a day, and has what it wants of it', async () => {
    const digest = {
      id: 'digest:webhook:pager:2026-12-01T08:00:00.000Z',
      at: '2026-12-01T08:00:00.000Z',
      since: '2026-11-30T08:00:00.000Z',
      messages: [madeMessage({ severity: 'critical' }), madeMessage()],
      truncated: false,
      url: 'https://portal.example.com/database-health',
    };
    const filter = { plugins: undefined, checks: undefined };
    const sinkFor = (minSeverity: 'critical' | 'warning', plugins?: string[]) =>
      webhookSink(
        targetOf(receiver.port, {
          digest: true,
          filter: { ...filter, minSeverity, ...(plugins && { plugins }) },
        }),
      );
    const signal = AbortSignal.timeout(5_000);
    await sinkFor('critical').sendDigest!(digest, signal);
    const [{ headers, body }] = receiver.posted;
    expect(headers['webhook-id']).toBe(digest.id);
    expect(
      new Webhook(secret).verify(body, headers as Record<string, string>),
    ).toEqual({
      type: 'database-health.digest',
      timestamp: digest.at,
      data: { ...digest, messages: [digest.messages[0]] },
    });
    await sinkFor('warning', ['auth']).sendDigest!(digest, signal);
    expect(receiver.posted).toHaveLength(1);
    expect(webhookSink(targetOf(receiver.port)).sendDigest).toBeUndefined();
  });

  it('may have an id that no header can hold as it is', async () => {
    const id = 'database:catalog:größe\n:1:opened';
    await send(targetOf(receiver.port), { message: madeMessage({ id }) });
    const [{ headers, body }] = receiver.posted;
    expect(decodeURI(String(headers['webhook-id']))).toBe(id);
    new Webhook(secret).verify(body, headers as Record<string, string>);
  });

  describe('whose target is hostile', () => {
    it.each([500, 429, 404])(
      'is not taken where it answers with %d',
      async status => {
        receiver.answer = response =>
          response.writeHead(status).end('token-of-the-url');
        expect(await failure(targetOf(receiver.port))).toBe(
          `it answers with ${status}`,
        );
      },
    );

    it('is not taken where it hangs', async () => {
      receiver.answer = () => {};
      expect(await failure(targetOf(receiver.port), { withinMs: 300 })).toBe(
        'it does not answer in time',
      );
    });

    it('is taken where the answer never ends, of which little is read', async () => {
      let written = 0;
      receiver.answer = response => {
        response.writeHead(200);
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536))) {
            written += 65_536;
          }
        };
        response.on('drain', more);
        more();
      };
      await send(targetOf(receiver.port));
      // What buffers hold on the way.
      expect(written).toBeLessThan(16_000_000);
    });

    it('is taken where the answer stops in its middle', async () => {
      receiver.answer = response => response.writeHead(200).write('.');
      await send(targetOf(receiver.port), { withinMs: 300 });
      expect(receiver.posted).toHaveLength(1);
    });

    it.each([301, 302, 307, 308])(
      'is not taken where it redirects with %d, which is not followed',
      async status => {
        const inside = await startReceiver();
        receiver.answer = response =>
          response
            .writeHead(status, { location: `http://127.0.0.1:${inside.port}/` })
            .end();
        expect(await failure(targetOf(receiver.port))).toBe(
          `it answers with a redirect (${status}), which is not followed`,
        );
        expect(inside.posted).toEqual([]);
        await inside.dispose();
      },
    );

    it.each([
      '127.0.0.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '10.0.0.1',
      '169.254.169.254',
    ])('is not sent to %s unless that is allowed', async host => {
      expect(
        await failure(
          targetOf(receiver.port, { host, allowPrivateAddresses: false }),
        ),
      ).toBe(
        'its address is a private one, which allowPrivateAddresses would allow',
      );
      expect(receiver.posted).toEqual([]);
    });

    it('is not sent where the certificate is not valid', async () => {
      const { private: key, cert } = generate(undefined, {
        keySize: 2048,
        algorithm: 'sha256',
      });
      const secure = await startReceiver({ key, cert });
      expect(
        await failure(targetOf(secure.port, { protocol: 'https' })),
      ).toMatch(/^its certificate is not valid [(][A-Z_]+[)]$/);
      expect(secure.posted).toEqual([]);
      await secure.dispose();
    });

    it('is not sent by way of a proxy that the process is given', async () => {
      const proxy = await startReceiver();
      const proxyUrl = `http://127.0.0.1:${proxy.port}`;
      const names = ['HTTP_PROXY', 'http_proxy', 'NODE_USE_ENV_PROXY'];
      const before = names.map(name => process.env[name]);
      names.forEach(name => {
        process.env[name] = name === 'NODE_USE_ENV_PROXY' ? '1' : proxyUrl;
      });
      // As global-agent does.
      const patched = jest.spyOn(http, 'request').mockImplementation(() => {
        throw new Error('It goes to the proxy');
      });
      try {
        await send(targetOf(receiver.port));
      } finally {
        patched.mockRestore();
        names.forEach((name, i) => {
          if (before[i] === undefined) {
            delete process.env[name];
          } else {
            process.env[name] = before[i];
          }
        });
        await proxy.dispose();
      }
      expect(receiver.posted).toHaveLength(1);
      expect(proxy.posted).toEqual([]);
    });

    it('is not taken where it speaks another protocol from then on', async () => {
      receiver.answer = response =>
        response.socket!.write(
          'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
        );
      expect(await failure(targetOf(receiver.port))).toBe(
        'it answers with 101',
      );
    });

    it.each([
      ['hints', 'HTTP/1.1 103 Early Hints\r\n\r\n', ''],
      ['headers', `x: ${'y'.repeat(1_000)}\r\n`, 'HTTP/1.1 200 OK\r\n'],
    ])(
      'is not taken where its %s never end, of which few are read',
      async (_, part, start) => {
        let written = 0;
        receiver.answer = ({ socket }) => {
          socket!.write(start);
          const more = () => {
            const isOver = () => socket!.destroyed || written > 100_000_000;
            while (!isOver() && socket!.write(part.repeat(100))) {
              written += part.length * 100;
            }
          };
          socket!.on('error', () => {});
          socket!.on('drain', more);
          more();
        };
        expect(await failure(targetOf(receiver.port))).toBe(
          'it cannot be reached',
        );
        expect(written).toBeLessThan(16_000_000);
      },
    );

    it('is not sent where the process takes every certificate', async () => {
      const { private: key, cert } = generate(undefined, {
        keySize: 2048,
        algorithm: 'sha256',
      });
      const secure = await startReceiver({ key, cert });
      // That of a test is a copy, at which TLS does not look.
      const { env } = http.request.constructor('return process')();
      env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      try {
        expect(
          await failure(targetOf(secure.port, { protocol: 'https' })),
        ).toMatch(/^its certificate is not valid/);
      } finally {
        delete env.NODE_TLS_REJECT_UNAUTHORIZED;
      }
      expect(secure.posted).toEqual([]);
      await secure.dispose();
    });

    it('is not taken where nobody listens, or nothing that is HTTP', async () => {
      const { port } = receiver;
      receiver.answer = response => response.socket!.end('no HTTP\r\n\r\n');
      expect(await failure(targetOf(port))).toBe('it cannot be reached');
      const gone = await startReceiver();
      await gone.dispose();
      expect(await failure(targetOf(gone.port))).toBe('it cannot be reached');
    });
  });
});
