import type { Failure } from 'backstage-plugin-database-health-node';
import { because, failures } from './failureSentences';

/** Node's own, of sockets. */
export const nodeCodes: Record<string, Failure> = {
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
  ETIMEDOUT: because('timeout'),
};
