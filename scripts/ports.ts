import { createServer } from 'node:net';

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
