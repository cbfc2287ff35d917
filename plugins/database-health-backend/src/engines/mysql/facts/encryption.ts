import type { Encryption } from '../../../pure/facts';
import { encryptionOf } from '../../facts/encryption';
import type { EngineDatabase } from '../../types';

/** The server gives an empty cipher to a session that is not encrypted. */
export async function readEncryption(db: EngineDatabase): Promise<Encryption> {
  const rows = await db.read(query =>
    query<{ Variable_name: string; Value: string }>(
      `show session status where variable_name in ('Ssl_cipher', 'Ssl_version')`,
    ),
  );
  const status = Object.fromEntries(
    rows.map(({ Variable_name, Value }) => [Variable_name, Value]),
  );
  return {
    ...encryptionOf(db.socket),
    server: status.Ssl_cipher
      ? { version: status.Ssl_version, cipher: status.Ssl_cipher }
      : null,
  };
}
