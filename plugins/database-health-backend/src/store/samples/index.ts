export { Samples } from './samples';
export type { Sample, SamplePoint } from './samples';
export { tablesPerSample } from './thinning';
export type { Retention } from './thinning';
