import { z } from 'zod';
import { line, list, oneOf, text } from './text.ts';

export const login = text(
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\[bot\])?$/,
  'is no login; write it without `@`, as in `olga`',
);
const team = text(
  /^(?:[A-Za-z0-9][A-Za-z0-9_-]{0,99}\/)?[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/,
  'is no team; write its slug without `@`, as in `dba` or `acme/dba`',
);

const named = {
  users: list(login).optional().describe('People by login, without `@`.'),
  teams: list(team)
    .optional()
    .describe('Teams by slug (`dba`) or with the organisation (`acme/dba`). Members of child teams count.'),
};

const sets = {
  ...named,
  organization: z.literal(true).optional().describe('All members of the organisation.'),
  permission: z
    .enum(['write', 'maintain', 'admin'])
    .optional()
    .describe('Everyone with at least this permission on the repository.'),
  roles: list(line(100))
    .optional()
    .describe("Everyone with one of these of the organisation's custom repository roles."),
};

const NOBODY = 'names nobody; write at least one of';

/** A set of people: anyone who is named in one of these ways. */
export const people = (description: string) =>
  oneOf(sets, `${NOBODY} ${Object.keys(sets).join(', ')}`).describe(description);

/** Whom a review can be asked of. */
export const reviewers = oneOf(
  {
    ...sets,
    codeowners: z
      .literal(true)
      .optional()
      .describe('The code owners of each file concerned, by CODEOWNERS on the base branch.'),
  },
  `${NOBODY} ${[...Object.keys(sets), 'codeowners'].join(', ')}`,
).meta({ id: 'reviewers', description: 'Whom to ask: anyone who is named in one of these ways.' });

/** People taken out. */
export const exceptions = oneOf(named, `${NOBODY} ${Object.keys(named).join(', ')}`).meta({
  id: 'exceptions',
  description: '`users` and `teams` whose approval does not count here, even if they are asked.',
});
