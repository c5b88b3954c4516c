// The door of counters: who acts in a request that names an assistance.

export { assistedActor } from './service.ts';
