import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// A busy machine may take long for what a reader would not notice.
configure({ asyncUtilTimeout: 10_000 });
jest.setTimeout(60_000);
