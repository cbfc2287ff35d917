import { Agent as HttpAgent, type IncomingMessage, request } from 'node:http';
import { Agent as HttpsAgent, request as secureRequest } from 'node:https';
import { isPrivateHost, lookupPublic, PrivateAddressError } from './addresses';

/** More of an answer is not read (ours): only its status counts. */
const mostAnswerBytes = 4_096;

export interface PostOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly allowPrivateAddresses: boolean;
  readonly signal: AbortSignal;
}

/**
 * Posts, and resolves to the status of the answer. Follows no redirect, takes no
 * certificate that is not valid, and keeps no connection. Rejects as Node.js does, with
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
    const send = isSecure ? secureRequest : request;
    const posted = send(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: isSecure ? new HttpsAgent() : new HttpAgent(),
      ...(!allowPrivateAddresses && { lookup: lookupPublic }),
      ...(isSecure && { rejectUnauthorized: true }),
      signal,
    });
    posted.on('response', resolve);
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
