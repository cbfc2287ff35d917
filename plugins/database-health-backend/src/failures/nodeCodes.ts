import type { Failure } from 'backstage-plugin-database-health-node';
import { because, failures } from './failureSentences';

/** Node's own, of sockets and certificates. */
export const nodeCodes: Record<string, Failure> = {
  CERT_HAS_EXPIRED: failures.certificateExpired,
  CERT_UNTRUSTED: failures.certificateUntrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: failures.certificateUntrusted,
  EAI_AGAIN: because('dns'),
  EAI_NODATA: because('dns'),
  EAI_NONAME: because('dns'),
  ECONNABORTED: because('connection-lost'),
  ECONNREFUSED: because('refused'),
  ECONNRESET: because('connection-lost'),
  EHOSTDOWN: failures.noRoute,
  EHOSTUNREACH: failures.noRoute,
  ENETUNREACH: failures.noRoute,
  ENOTFOUND: because('dns'),
  EPIPE: because('connection-lost'),
  EPROTO: because('tls'),
  ERR_TLS_CERT_ALTNAME_INVALID: failures.certificateOfAnother,
  ETIMEDOUT: because('timeout'),
  SELF_SIGNED_CERT_IN_CHAIN: failures.certificateUntrusted,
  UNABLE_TO_GET_ISSUER_CERT: failures.certificateUntrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: failures.certificateUntrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: failures.certificateUntrusted,
};
