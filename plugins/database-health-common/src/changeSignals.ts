/**
 * The channel of Backstage's signals on which the backend says that its picture has
 * changed, and nothing else: whoever hears it asks, and is answered what it may see.
 *
 * @public
 */
export const changeSignalChannel = 'database-health';
