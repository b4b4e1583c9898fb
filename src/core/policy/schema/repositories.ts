import { z } from 'zod';
import { globs, line, list, oneOf, text } from './text.ts';

const property = text(/^[\w$#-]{1,75}$/, 'is no name of a custom property');
const topic = text(/^[a-z0-9][a-z0-9-]{0,49}$/, 'is no topic; topics are lower case, as in `payments`');

/** Which repositories: those that fit everything given. */
export const repositories = (description: string) =>
  oneOf(
    {
      names: globs.optional().describe('Patterns over the name without the owner, such as `pay-*`. `!` excludes.'),
      topics: list(topic).optional().describe('Any of these topics.'),
      properties: z
        .record(property, list(line(75)))
        .refine((values) => Object.keys(values).length > 0, 'is empty; name a property and its values')
        .meta({ minProperties: 1 })
        .optional()
        .describe('Custom properties of the organisation, each with the values that fit: `{ tier: [gold] }`.'),
    },
    'says nothing; write at least one of names, topics, properties',
  ).describe(description);
