import { BlockList, isIP } from 'node:net';
import type { Certificate, DetailedPeerCertificate } from 'node:tls';
import type { Encryption, ServerCertificate } from '../../pure/facts';
import { visible } from '../../pure/invisible';
import type { DriverSocket } from '../driver';

/** Of a name that a server gives itself (ours). */
const longestName = 200;

/** A chain may lead round. */
const longestChain = 10;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * What the socket of an open connection shows of itself, without a question to
 * anybody.
 */
export function encryptionOf(
  socket: DriverSocket = {},
): Omit<Encryption, 'server'> {
  const local = isLocal(socket.remoteAddress);
  if (!socket.encrypted) {
    return { encrypted: false, local };
  }
  const certificate = certificateOf(socket.getPeerCertificate?.(true));
  return {
    encrypted: true,
    verified: socket.authorized === true,
    local,
    ...(certificate && { certificate }),
  };
}

/** A socket that is a file has no address. */
function isLocal(address: string | undefined): boolean {
  if (address === undefined) {
    return true;
  }
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  const family = isIP(plain);
  return family !== 0 && loopback.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

function certificateOf(
  shown: DetailedPeerCertificate | undefined,
): ServerCertificate | undefined {
  const [own, ...authorities] = chainOf(shown);
  const { validFrom, validUntil } = timesOf(own);
  if (Number.isNaN(validFrom) || Number.isNaN(validUntil)) {
    return undefined;
  }
  const ends = authorities
    .map(each => timesOf(each).validUntil)
    .filter(Number.isFinite);
  return {
    subject: nameOf(own.subject),
    issuer: nameOf(own.issuer),
    validFrom,
    validUntil,
    ...(ends.length > 0 && { authorityValidUntil: Math.min(...ends) }),
  };
}

/** The certificate and those that it is signed by, as far as they are known. */
function chainOf(
  first: DetailedPeerCertificate | undefined,
): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  for (
    let next = first;
    next?.valid_to && chain.length < longestChain && !chain.includes(next);
    next = next.issuerCertificate
  ) {
    chain.push(next);
  }
  return chain;
}

function timesOf(certificate: DetailedPeerCertificate | undefined) {
  return {
    validFrom: Date.parse(certificate?.valid_from ?? ''),
    validUntil: Date.parse(certificate?.valid_to ?? ''),
  };
}

/** The common name, or what else there is. */
function nameOf(named: Partial<Certificate> | undefined): string {
  const { CN, O, OU } = named ?? {};
  const [name = ''] = [CN, O, OU].flatMap(each => each ?? []);
  return visible(String(name).slice(0, longestName));
}
