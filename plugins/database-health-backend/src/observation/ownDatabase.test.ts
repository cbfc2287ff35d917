import type { DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { ownDatabase } from './ownDatabase';

const failedBy = (code: string) => Object.assign(new Error(code), { code });
const missing = failedBy('3D000');
const refused = failedBy('ECONNREFUSED');

describe('our own database', () => {
  const opened = { name: 'opened' } as unknown as Knex;
  let answer: () => Promise<unknown>;
  let make: jest.Mock;
  const unchecked = { raw: () => answer() } as unknown as Knex;

  beforeEach(() => {
    jest.useFakeTimers();
    answer = async () => [];
    make = jest.fn();
  });
  afterEach(() => jest.useRealTimers());

  const over = (
    getClient: DatabaseService['getClient'],
    { isSchema = false } = {},
  ) =>
    ownDatabase(
      { getClient },
      {
        unchecked: () => ({ getClient: async () => unchecked }),
        make,
        isSchema,
      },
    );

  it('is what Backstage opens', async () => {
    const service = over(async () => opened);
    expect(await service.getClient()).toBe(opened);
    expect(await service.getClient()).toBe(opened);
  });

  it('is waited for at the start for 10 s only', async () => {
    const client = over(() => new Promise(() => {})).getClient();
    await jest.advanceTimersByTimeAsync(9_900);
    const early = await Promise.race([client, Promise.resolve('none')]);
    expect(early).toBe('none');
    await jest.advanceTimersByTimeAsync(200);
    expect(await client).toBe(unchecked);
  });

  it('is made where it is missing, with pauses that double while that fails', async () => {
    const service = over(async () => {
      throw refused;
    });
    const asked = async () => {
      expect(await service.getClient()).toBe(unchecked);
      return make.mock.calls.length;
    };
    expect(await asked()).toBe(0);
    answer = async () => {
      throw refused;
    };
    expect(await asked()).toBe(0);
    answer = async () => {
      throw missing;
    };
    make.mockRejectedValue(new Error('It may not'));
    expect(await asked()).toBe(1);
    expect(await asked()).toBe(1);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await asked()).toBe(2);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await asked()).toBe(2);
    make.mockResolvedValue(undefined);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(await asked()).toBe(3);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(await asked()).toBe(3);
  });

  it.each([
    ['a database that is there is not made', false, 0],
    ['a schema may be missing in it', true, 1],
  ])('%s', async (_case, isSchema, made) => {
    const service = over(
      async () => {
        throw refused;
      },
      { isSchema },
    );
    await service.getClient();
    await service.getClient();
    await service.getClient();
    expect(make).toHaveBeenCalledTimes(made);
  });

  it('fails as Backstage does where no client can be made at all', async () => {
    const service = ownDatabase(
      {
        getClient: async () => {
          throw refused;
        },
      },
      {
        unchecked: () => ({
          getClient: async () => {
            throw new Error('No token');
          },
        }),
        make,
        isSchema: false,
      },
    );
    await expect(service.getClient()).rejects.toBe(refused);
    await expect(service.getClient()).rejects.toBe(refused);
  });
});
