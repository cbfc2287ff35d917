import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';

/** Writes an audit event that succeeds or fails with the work. */
export async function audited(
  auditor: AuditorService,
  options: AuditorServiceCreateEventOptions,
  work: () => Promise<void>,
): Promise<void> {
  const event = await auditor.createEvent(options);
  try {
    await work();
    await event.success();
  } catch (error) {
    await event.fail({ error: error as Error });
    throw error;
  }
}
