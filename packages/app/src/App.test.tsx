import { render, waitFor } from '@testing-library/react';
import App from './App';

// The CLI's build puts the configuration here; the types know strings only.
const withConfig = (config: object) =>
  [{ data: config, context: 'test' }] as unknown as string;

describe('App', () => {
  it('renders', async () => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: withConfig({
        app: { title: 'Test' },
        backend: { baseUrl: 'http://localhost:7007' },
      }),
    };

    const rendered = render(App.createRoot());

    await waitFor(() => {
      expect(rendered.baseElement).toHaveTextContent(/\S/);
    });
  });
});
