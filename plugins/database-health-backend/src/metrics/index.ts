export { Metrics } from './metrics';
export { metricsServiceRef } from './metricsService';
