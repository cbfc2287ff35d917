/** Why a check of the past says nothing while our own store does not work. */
export const noHistory =
  'The history cannot be read: the store of Database Health does not work.';
