export { Broker, type Delivery } from './broker.ts';
export type { Topic } from './topic.ts';
export { Topics } from './topics.ts';
