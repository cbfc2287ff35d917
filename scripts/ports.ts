import { createServer } from 'node:net';

const highestPort = 65_535;

/**
 * The port that an environment variable names; undefined where it is unset or empty.
 *
 * @throws Error that names the variable when its value is no port.
 */
export function portFrom(
  env: NodeJS.ProcessEnv,
  variable: string,
): number | undefined {
  const text = env[variable];
  if (!text) {
    return undefined;
  }
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > highestPort) {
    throw new Error(
      `${variable} has to be a whole number from 1 to ${highestPort}, and is "${text}"`,
    );
  }
  return port;
}

/**
 * Makes sure that nobody listens on a port.
 *
 * @throws Error that names the environment variable to choose another port with.
 */
export async function assertPortIsFree(
  port: number,
  purpose: string,
  variable: string,
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
    });
  } catch (error) {
    throw new Error(
      `Port ${port} for ${purpose} is taken. Stop what listens there, or choose another: ${variable}=<port> npm start`,
      { cause: error },
    );
  }
}
