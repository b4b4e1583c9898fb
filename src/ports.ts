/** What the flow needs of the world, and the types that cross. Adapters implement these and know nothing else. */
export * from './ports/github.ts';
export type * from './ports/jobs.ts';
export * from './ports/limit-error.ts';
export type * from './ports/meter.ts';
export type * from './ports/policy.ts';
export * from './ports/pull-request.ts';
export type * from './ports/store.ts';
export type * from './ports/watch.ts';

export interface Clock {
  now(): Date;
}
