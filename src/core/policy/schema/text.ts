import { z } from 'zod';
import { globProblem, globsProblem } from '../../facts/paths.ts';

/** Text of a form; `wanted` says how to mend what has another. */
export const text = (pattern: RegExp, wanted: string) => z.string().regex(pattern, wanted);

/** A list of at least one and at most a hundred. */
export const list = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(100);

/** One line that people read. */
export const line = (max: number) =>
  text(/^(?=.*\S)[^\p{Cc}\p{Cf}]*$/u, 'is to be one line of plain text').max(max);

/** Keys of which at least one is written. */
export const oneOf = <Shape extends z.ZodRawShape>(shape: Shape, wanted: string) =>
  z
    .strictObject(shape)
    .refine((value) => Object.values(value).some((found) => found !== undefined), wanted)
    .meta({ minProperties: 1 });

export const agent = text(/^[a-z0-9][a-z0-9-]{0,49}$/, 'is no agent id; ids are lower case, as in `claude-code`');

const glob = z.string().superRefine((value, context) => {
  const message = globProblem(value);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

export const globs = list(glob).superRefine((value, context) => {
  // Each was looked at by itself; what is left is a list of exclusions alone.
  const message = value.every((entry) => entry.startsWith('!')) ? globsProblem(value) : null;
  if (message !== null) context.addIssue({ code: 'custom', message });
});
