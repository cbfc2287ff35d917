import dns from 'node:dns';
import { isPrivateHost, lookupPublic, PrivateAddressError } from './addresses';

const outside = { address: '93.184.216.34', family: 4 };

/** What the lookup comes to where a name leads to those addresses. */
async function lookedUp(
  addresses: readonly dns.LookupAddress[],
  options: dns.LookupOptions = {},
): Promise<unknown> {
  const name = jest
    .spyOn(dns, 'lookup')
    .mockImplementation(((_host: string, _options: object, done: Function) =>
      process.nextTick(() => done(null, addresses))) as never);
  try {
    return await new Promise((resolve, reject) =>
      lookupPublic('hooks.example.com', options, (error, found) =>
        error ? reject(error) : resolve(found),
      ),
    );
  } finally {
    name.mockRestore();
  }
}

describe('the addresses to which a webhook is sent', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[::127.0.0.1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:0:10.0.0.1]',
    '[64:ff9b::a00:1]',
    '[2002:a00:1::]',
    '[fe80::1]',
    '[fec0::1]',
    '[fd00::1]',
    '[ff02::1]',
  ])('are not %s', host => {
    expect(isPrivateHost(host)).toBe(true);
  });

  it.each(['93.184.216.34', '[2606:4700::1111]', 'hooks.example.com'])(
    'may be %s',
    host => {
      expect(isPrivateHost(host)).toBe(false);
    },
  );

  it.each(['http://2130706433/', 'http://0x7f.1/', 'http://127.1/'])(
    'are what a URL makes of them: %s',
    url => {
      expect(isPrivateHost(new URL(url).hostname)).toBe(true);
    },
  );

  it('are those of the name, in the form in which they are asked for', async () => {
    expect(await lookedUp([outside])).toBe(outside.address);
    expect(await lookedUp([outside], { all: true })).toEqual([outside]);
  });

  it.each([
    [[outside, { address: '10.0.0.1', family: 4 }]],
    [[outside, { address: '::ffff:127.0.0.1', family: 6 }]],
    [[]],
  ])('are none where one of the name is private: %j', async addresses => {
    for (const all of [true, false]) {
      await expect(lookedUp(addresses, { all })).rejects.toThrow(
        PrivateAddressError,
      );
    }
  });
});
