export { Samples } from './samples';
export type { Sample, SamplePoint } from './rows';
export { tablesPerSample } from './thinning';
export type { Retention } from './thinning';
