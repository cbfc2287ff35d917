export { webhookSink } from './webhookSink';
