import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The host of a webhook, or what its name leads to, is no address of the internet. */
export class PrivateAddressError extends Error {
  override name = 'PrivateAddressError';
}

/** What `URL` calls the host, without the brackets of IPv6. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return isIP(host) !== 0 && isPrivate(host);
}

/** Neither of this machine, of a network of its own, nor set aside for anything else. */
function isPrivate(address: string): boolean {
  return ipaddr.process(address).range() !== 'unicast';
}

type Callback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/**
 * As the lookup of Node.js, but fails where a name leads to a private address: what is
 * looked at is what is connected to.
 */
export function lookupPublic(
  hostname: string,
  options: LookupOptions,
  callback: Callback,
): void {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, []);
    } else if (
      addresses.length === 0 ||
      addresses.some(({ address }) => isPrivate(address))
    ) {
      callback(new PrivateAddressError('A private address'), []);
    } else if (options.all) {
      callback(null, addresses);
    } else {
      const [{ address, family }] = addresses;
      callback(null, address, family);
    }
  });
}
