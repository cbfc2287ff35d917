import { createCheck } from 'backstage-plugin-database-health-node';
import { dayMs } from '../../timeSpans';
import { count } from '../parts/wording/amounts';
import { utc } from '../parts/wording/times';

/** Whether the certificate of a server is about to end. */
export const certificateExpiry = createCheck({
  id: 'certificate-expiry',
  title: 'Certificate of the server',
  rationale:
    'The certificate that the server has shown on open connections, and those that it is signed by, as far as they are known here. From the end of one of them on no connection can be opened any more by who verifies the server: all plugins fail with the next one that they need.',
  per: 'server',
  needs: ['certificate'],
  limits: { warningDays: 30, criticalDays: 7 },
  source:
    'Ours. Where certificates are renewed by themselves every few weeks or days, set lower limits in `databaseHealth.checks.certificate-expiry`.',
  remedy:
    'Renew the certificate on the server and have it loaded: `select pg_reload_conf();` in PostgreSQL, `flush ssl;` in MariaDB, `alter instance reload tls;` in MySQL. Connections that are open by then go on and show the former one; what is told here changes with the first one that is opened anew, at the latest after a restart of the backend.',
  evaluate({ certificate }, { limits, at }) {
    if (!certificate) {
      return { skipped: 'No server has shown a certificate here.' };
    }
    const { validUntil, authorityValidUntil = Infinity } = certificate;
    const until = Math.min(validUntil, authorityValidUntil);
    const days = (until - at) / dayMs;
    if (days >= limits.warningDays) {
      return [];
    }
    const critical = days < limits.criticalDays;
    const which =
      authorityValidUntil < validUntil
        ? 'A certificate by which that of the server is signed'
        : 'The certificate of the server';
    return [
      {
        severity: critical ? 'critical' : 'warning',
        message:
          days < 0
            ? `${which} ended at ${utc(until)}.`
            : `${which} ends in ${
                days < 1 ? 'less than a day' : count(Math.floor(days), 'day')
              }, at ${utc(until)}.`,
        evidence: {
          observed: Math.floor(days),
          limit: critical ? limits.criticalDays : limits.warningDays,
          unit: 'days',
        },
      },
    ];
  },
});
