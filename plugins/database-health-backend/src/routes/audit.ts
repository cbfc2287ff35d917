import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';

/**
 * Writes an audit event that succeeds or fails with the work, and with what the
 * work resolves to.
 */
export async function audited(
  auditor: AuditorService,
  options: AuditorServiceCreateEventOptions,
  work: () => Promise<JsonObject | void>,
): Promise<void> {
  const event = await auditor.createEvent(options);
  try {
    const meta = await work();
    await event.success(meta ? { meta } : undefined);
  } catch (error) {
    await event.fail({ error: error as Error });
    throw error;
  }
}
