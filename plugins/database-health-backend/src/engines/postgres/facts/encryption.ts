import type { Encryption } from '../../../pure/facts';
import { encryptionOf } from '../../facts/encryption';
import type { EngineDatabase } from '../../types';

interface Row {
  version: string;
  cipher: string;
}

/** Whoever looks sees the own session, whatever the role. */
export async function readEncryption(db: EngineDatabase): Promise<Encryption> {
  const [server = null] = await db.read(query =>
    query<Row>(
      `select version, cipher from pg_stat_ssl where ssl and pid = pg_backend_pid()`,
    ),
  );
  return { ...encryptionOf(db.socket), server };
}
