import { useState } from 'react';

/** What the reader asked to be changed, on its way. */
export interface Sending<Asked extends unknown[]> {
  /** Does nothing while an earlier one is on its way. */
  send: (...asked: Asked) => Promise<void>;
  sending: boolean;
  /** Why the last one was not done. */
  refusal: string | undefined;
}

/** Sends one change at a time; `change` resolves to why it was not done. */
export function useSending<Asked extends unknown[]>(
  change: (...asked: Asked) => Promise<string | undefined>,
): Sending<Asked> {
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const send = async (...asked: Asked) => {
    if (sending) {
      return;
    }
    setSending(true);
    setRefusal(undefined);
    const refused = await change(...asked);
    setSending(false);
    setRefusal(refused);
  };
  return { send, sending, refusal };
}
