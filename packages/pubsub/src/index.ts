export { Broker } from './broker.ts';
export type { Subscriber } from './subscriber.ts';
export { Subscriptions, type Topic } from './subscriptions.ts';
