import { z } from 'zod';
import { agent, line, list, text } from './text.ts';

const DATE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** The moment a date or date-time stands for, ISO 8601 in UTC; null: there is no such moment. */
export function momentOf(written: string): string | null {
  const day = written.slice(0, 10);
  const isDay = !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
  const moment = Date.parse(written);
  return !DATE.test(written) || !isDay || Number.isNaN(moment) ? null : new Date(moment).toISOString();
}

const until = text(
  DATE,
  'is no date; write it as in `2026-12-01` or, with the zone, `2026-12-01T12:00:00Z`',
).refine((value) => !DATE.test(value) || momentOf(value) !== null, 'is not in the calendar; correct it');

export const freeze = z
  .array(
    z.strictObject({
      agents: z.union([z.literal('all'), list(agent)]).describe('`all`, or the agents to stop.'),
      until: until.describe(
        'When it ends: a day (`2026-12-01`, its start in UTC) or a moment (`2026-12-01T12:00:00Z`).',
      ),
      reason: line(200).describe('Why, for everyone who is stopped by it.'),
    }),
  )
  .min(1)
  .max(20)
  .meta({ id: 'freeze', description: 'Stops agents for a time: no change of theirs passes until then.' });
