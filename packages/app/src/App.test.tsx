import { render, screen } from '@testing-library/react';
import App from './App';

// The CLI's build puts the configuration here; the types know strings only.
const withConfig = (config: object) =>
  [{ data: config, context: 'test' }] as unknown as string;

describe('App', () => {
  it('offers to sign in', async () => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: withConfig({
        app: { title: 'Test' },
        backend: { baseUrl: 'http://localhost:7007' },
      }),
    };

    render(App.createRoot());

    expect(
      await screen.findByRole('button', { name: 'Enter' }),
    ).toBeInTheDocument();
  });
});
