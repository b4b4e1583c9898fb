import type { z } from 'zod';
import type { Command, Delivery, NewJob, PublishedOn, Push } from '../../ports.ts';
import { inRepository } from '../payloads.ts';
import { repositoryJob } from './jobs.ts';

/** What a delivery tells and asks for. */
export interface Asked {
  readonly jobs: readonly NewJob[];
  readonly pushes?: readonly Push[];
  /** Check runs that were asked for again: GitHub has set them back, whatever stood there. */
  readonly forget?: PublishedOn;
  /** What somebody asked of the app. */
  readonly command?: Command;
}

/** As it goes to the store. */
export interface Told extends Asked {
  /** For the log: why there is nothing to do, or why more is looked at than the delivery names; else null. */
  readonly reason: string | null;
}

export type Received = Pick<Delivery, 'id' | 'receivedAt'>;

/** Says what a payload of one kind of delivery tells. The title is for the log: "pull_request opened". */
export type Handler = (payload: unknown, title: string, delivery: Received) => Told;

/** Checks a payload's shape, then asks; a text instead of jobs is the reason why there are none. */
export function reading<T>(
  schema: z.ZodType<T>,
  ask: (payload: T, delivery: Received) => Asked | string,
): Handler {
  return (payload, title, delivery) => {
    const parsed = schema.safeParse(payload);
    if (!parsed.success) return unexpected(payload, `${title} is not as expected: ${places(parsed.error)}`);
    const asked = ask(parsed.data, delivery);
    if (typeof asked === 'string') return nothing(`${title} changes nothing: ${asked}.`);
    if (asked.jobs.length === 0) return nothing(`${title} changes nothing.`);
    return { ...asked, reason: null };
  };
}

export const nothing = (reason: string): Told => ({ jobs: [], reason });

/** Something moved, and only where can be read. */
function unexpected(payload: unknown, reason: string): Told {
  const { data: where } = inRepository.safeParse(payload);
  if (!where) return nothing(`${reason}; nothing is done.`);
  return { jobs: [repositoryJob(where)], reason: `${reason}; its repository is looked at.` };
}

/** Where the shape is wrong, and never the value: the log is no place for payloads. */
function places(error: z.ZodError): string {
  const paths = error.issues.map(({ path }) => path.join('.') || 'the payload');
  return paths.slice(0, 5).join(', ');
}
