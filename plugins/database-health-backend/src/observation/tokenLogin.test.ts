import { EventEmitter } from 'node:events';
import createKnex, { type Knex } from 'knex';
import { ObservedTokenLogin, providerOf } from './tokenLogin';

const token = 'a-token-of-the-test';

describe('ObservedTokenLogin', () => {
  const clients: Knex[] = [];
  const clientWith = (connection: Knex.Config['connection']) => {
    const client = createKnex({ client: 'pg', connection });
    clients.push(client);
    return client;
  };
  afterEach(() =>
    Promise.all(clients.splice(0).map(client => client.destroy())),
  );

  /** As Knex asks when it opens a connection. */
  const provided = (client: Knex) => client.client.connectionConfigProvider();

  it('notes when a token was obtained, and when none was, and keeps neither', async () => {
    const refusal = new Error(`no ${token}`);
    let error: Error | undefined;
    const settings = { host: 'localhost', password: token };
    const client = clientWith(async () => {
      if (error) {
        throw error;
      }
      return settings;
    });
    const login = new ObservedTokenLogin('azure');
    login.watch(client);
    expect(login).toMatchObject({ obtainedAt: undefined, isDue: true });

    expect(await provided(client)).toBe(settings);
    expect(login.obtainedAt).toBeCloseTo(Date.now(), -3);
    expect(login.failingSince).toBeUndefined();

    error = refusal;
    await expect(provided(client)).rejects.toBe(refusal);
    const { failingSince } = login;
    expect(failingSince).toBeCloseTo(Date.now(), -3);
    await expect(provided(client)).rejects.toBe(refusal);
    expect(login).toMatchObject({ failingSince, error: refusal });

    error = undefined;
    await provided(client);
    expect(login).toMatchObject({ failingSince: undefined, error: undefined });
    expect(Object.values(login)).not.toContain(token);
    expect(JSON.stringify(login)).not.toContain(token);
  });

  it('knows by Knex whether a token is due', () => {
    const client = clientWith(async () => ({}));
    const login = new ObservedTokenLogin('rds');
    login.watch(client);
    client.client.connectionConfigExpirationChecker = () => false;
    expect(login.isDue).toBe(false);
    client.client.connectionConfigExpirationChecker = () => {
      throw new Error();
    };
    expect(login.isDue).toBe(false);
  });

  it('takes the age of a stream from its certificate', () => {
    const stream = Object.assign(new EventEmitter(), {
      getCertificate: () => ({ valid_from: 'Nov 30 12:00:00 2026 GMT' }),
    });
    const errors: Error[] = [];
    const client = clientWith({
      stream: () => {
        if (errors.length > 0) {
          throw errors[0];
        }
        return stream;
      },
    } as object);
    const login = new ObservedTokenLogin('cloudsql');
    login.watch(client);
    const { stream: open } = client.client.connectionSettings;
    expect(open()).toBe(stream);
    expect(login.obtainedAt).toBeUndefined();
    stream.emit('secureConnect');
    expect(login.obtainedAt).toBe(Date.UTC(2026, 10, 30, 12));

    const error = new Error('Invalid Cloud SQL Instance info');
    errors.push(error);
    expect(() => open()).toThrow(error);
    expect(login).toMatchObject({ error, failingSince: expect.any(Number) });
  });

  it('is of a client whose settings come from a function, by whatever name', () => {
    const asked = clientWith(async () => ({}));
    const fixed = clientWith({ host: 'localhost' });
    expect(providerOf(asked, undefined)).toBe('other');
    expect(providerOf(asked, 'rds')).toBe('rds');
    expect(providerOf(fixed, undefined)).toBeUndefined();
    expect(providerOf(fixed, 'cloudsql')).toBe('cloudsql');
  });
});
