/** What `read` resolves to; `null` where the role may not read the table. */
export async function unlessDenied<T>(
  read: () => Promise<T>,
): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ER_TABLEACCESS_DENIED_ERROR') {
      return null;
    }
    throw error;
  }
}
