/** Below this width rows are shown as cards. */
export const narrow = 'sm';
