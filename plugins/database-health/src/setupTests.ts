import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A busy machine may take long for what a reader would not notice.
configure({ asyncUtilTimeout: 30_000 });
jest.setTimeout(120_000);
