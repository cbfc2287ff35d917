/** Why a message was not taken, in words that hold nothing secret. */
export class DeliveryError extends Error {
  override name = 'DeliveryError';
}
