import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { accountOf } from 'postgres-server';

const newKey = [
  '-newkey',
  'ec',
  '-pkeyopt',
  'ec_paramgen_curve:prime256v1',
  '-nodes',
];

/** A key and its certificate in PEM. */
export interface Issued {
  readonly key: string;
  readonly certificate: string;
}

/** An authority of a test, which nobody trusts who was not told to. */
export class Authority {
  readonly #folder = mkdtempSync('/tmp/authority-');
  readonly certificate: string;

  constructor(readonly name = 'The authority of a test') {
    chmodSync(this.#folder, 0o755);
    this.#openssl(
      ...['req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem'],
      ...['-days', '3650', '-subj', `/CN=${name}`],
    );
    this.certificate = this.#read('ca.pem');
  }

  /** A certificate for a host, which ends so many days from now or ago. */
  issue(host: string, days = 365): Issued {
    this.#openssl(
      ...['req', ...newKey, '-keyout', 'key', '-out', 'request'],
      ...['-subj', `/CN=${host}`],
    );
    writeFileSync(join(this.#folder, 'names'), `subjectAltName=DNS:${host}`);
    this.#openssl(
      ...['x509', '-req', '-in', 'request', '-CA', 'ca.pem'],
      ...['-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days)],
      ...['-extfile', 'names', '-out', 'certificate'],
    );
    return { key: this.#read('key'), certificate: this.#read('certificate') };
  }

  /** One that is signed by nobody else. */
  selfSigned(host: string): Issued {
    this.#openssl(
      ...['req', '-x509', ...newKey, '-keyout', 'key', '-out', 'certificate'],
      ...['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`],
    );
    return { key: this.#read('key'), certificate: this.#read('certificate') };
  }

  /** Files for a server that runs as `user`; one given again is replaced. */
  install(
    user: { user: string; program: string },
    { key, certificate }: Issued,
  ): { key: string; certificate: string; authority: string } {
    const account = accountOf(user);
    const file = (name: string, content: string) => {
      const path = join(this.#folder, `${user.user}-${name}`);
      writeFileSync(path, content, { mode: 0o600 });
      if (account) {
        chownSync(path, account.uid, account.gid);
      }
      return path;
    };
    return {
      key: file('key.pem', key),
      certificate: file('certificate.pem', certificate),
      authority: file('ca.pem', this.certificate),
    };
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #openssl(...parameters: string[]): void {
    execFileSync('openssl', parameters, {
      cwd: this.#folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  #read(name: string): string {
    return readFileSync(join(this.#folder, name), 'utf8');
  }
}
