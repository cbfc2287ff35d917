import autocannon from 'autocannon';

/** How one round of requests went. */
export interface Round {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  requests: number;
  /** Of each request. */
  responseTimesMs: readonly number[];
}

const connections = 10;

/**
 * Asks one URL over ten connections for some time, as fast as it answers or so many
 * times a second.
 *
 * @throws Error when an answer is not a success.
 */
export async function load(
  url: string,
  seconds: number,
  { requestsPerSecond }: { requestsPerSecond?: number } = {},
): Promise<Round> {
  const responseTimesMs: number[] = [];
  const startedAt = performance.now();
  const { errors, non2xx } = await new Promise<autocannon.Result>(
    (resolve, reject) => {
      const instance = autocannon(
        {
          url,
          connections,
          duration: seconds,
          ...(requestsPerSecond && { overallRate: requestsPerSecond }),
        },
        (error, result) => (error ? reject(error) : resolve(result)),
      );
      // The library's own histogram is in whole milliseconds.
      instance.on('response', (_client, _status, _bytes, responseTimeMs) =>
        responseTimesMs.push(responseTimeMs),
      );
    },
  );
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  if (errors > 0 || non2xx > 0) {
    throw new Error(`${url}: ${errors} errors, ${non2xx} refusals`);
  }
  const requests = responseTimesMs.length;
  return {
    requests,
    requestsPerSecond: requests / elapsedSeconds,
    p50Ms: quantile(responseTimesMs, 0.5),
    p99Ms: quantile(responseTimesMs, 0.99),
    responseTimesMs,
  };
}

/** The number that so large a part of the numbers, from 0 to 1, does not exceed. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * part)];
}
