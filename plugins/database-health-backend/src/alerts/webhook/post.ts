import {
  Agent as HttpAgent,
  ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { isPrivateHost, lookupPublic, PrivateAddressError } from './addresses';

/** More of an answer is not read (ours): only its status counts. */
const mostAnswerBytes = 4_096;

/** Nor do more answers come before the answer, such as "103 Early Hints" (ours). */
const mostHints = 10;

export interface PostOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowPrivateAddresses: boolean;
  readonly signal: AbortSignal;
}

/**
 * Posts, and resolves to the status of the answer. Follows no redirect, takes no
 * certificate that is not valid, goes by way of no proxy, and keeps no connection. Rejects as Node.js does, with
 * a `PrivateAddressError`, or with the reason of the signal.
 */
export async function post(options: PostOptions): Promise<number> {
  const { url, signal, allowPrivateAddresses } = options;
  if (!allowPrivateAddresses && isPrivateHost(url.hostname)) {
    throw new PrivateAddressError('A private address');
  }
  const answer = await answerTo(options);
  await readSome(answer, signal);
  return answer.statusCode ?? 0;
}

function answerTo(options: PostOptions): Promise<IncomingMessage> {
  const { url, headers, body, allowPrivateAddresses, signal } = options;
  const isSecure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    // What gives a process a proxy replaces `request`, and would resolve names itself.
    const posted = new ClientRequest({
      ...urlToHttpOptions(url),
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: isSecure ? new HttpsAgent() : new HttpAgent(),
      ...(!allowPrivateAddresses && { lookup: lookupPublic }),
      ...(isSecure && { rejectUnauthorized: true }),
      signal,
    });
    posted.on('response', resolve);
    let hints = 0;
    posted.on('information', () => {
      hints += 1;
      if (hints > mostHints) {
        posted.destroy();
      }
    });
    // Where nobody listens to this, nothing tells that it is over.
    posted.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer);
    });
    posted.on('error', reject);
    posted.end(body);
  });
}

/** So that who answers is not cut off in the middle of a sentence. */
async function readSome(
  answer: IncomingMessage,
  signal: AbortSignal,
): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of answer) {
      bytes += chunk.length;
      if (bytes >= mostAnswerBytes || signal.aborted) {
        break;
      }
    }
  } catch {
    // The status has come, and that is all that counts.
  }
  answer.destroy();
}
