export { isDaily } from './digestParcels';
export { eventsSink } from './eventsSink';
export { tellPeople } from './tellPeople';
export type { People } from './tellPeople';
export { webhookSink } from './webhook';
