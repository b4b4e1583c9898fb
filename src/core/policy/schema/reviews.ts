import { z } from 'zod';
import { STRENGTHS } from '../../agents/agent.ts';
import { SEVERITIES } from '../../rules/rule.ts';
import { MAX_NESTING } from '../policy.ts';
import { exceptions, people, reviewers } from './people.ts';
import { repositories } from './repositories.ts';
import { agent, globs, line, list, oneOf } from './text.ts';

/** What it takes, as written: one of `from`, `any_of` and `all_of`. */
export interface WrittenRequirement {
  readonly approvals?: number;
  readonly from?: z.infer<typeof reviewers>;
  readonly except?: z.infer<typeof exceptions>;
  readonly any_of?: readonly WrittenRequirement[];
  readonly all_of?: readonly WrittenRequirement[];
}

const FORMS = ['from', 'any_of', 'all_of'] as const;

/** The same for editors. */
const ONE_FORM = {
  oneOf: FORMS.map((form) => ({ required: [form] })),
  dependencies: { approvals: ['from'], except: ['from'] },
};

const requirementKeys = {
  approvals: z.int().min(1).max(10).optional().describe('How many of these people have to approve.'),
  from: reviewers.optional(),
  except: exceptions.optional(),
  get any_of() {
    return list(requirement)
      .optional()
      .describe('Alternatives in the place of `from`, each written like it; one that is met is enough.');
  },
  get all_of() {
    return list(requirement)
      .optional()
      .describe('Parts in the place of `from`, each written like it; every one has to be met.');
  },
};

const requirement: z.ZodType<WrittenRequirement> = z
  .strictObject(requirementKeys)
  .superRefine(haveOneForm)
  .meta({ id: 'requirement', description: 'One alternative or part.', ...ONE_FORM });

function haveOneForm(
  written: WrittenRequirement,
  context: { addIssue(issue: { code: 'custom'; path?: string[]; message: string }): void },
): void {
  const [first, second] = FORMS.filter((form) => written[form] !== undefined);
  const say = (path: string[], message: string): void => context.addIssue({ code: 'custom', path, message });
  if (first === undefined) say([], 'asks nobody; write `from`, `any_of` or `all_of`');
  else if (second !== undefined) {
    say([second], `stands beside \`${first}\`; write one of them, or put both into one \`all_of\``);
  } else if (first !== 'from') {
    for (const key of ['approvals', 'except'] as const) {
      if (written[key] !== undefined) say([key], `belongs beside a \`from\`; move it into \`${first}\``);
    }
  }
}

/** Where alternatives and parts are nested too deeply; null: nowhere. */
function tooDeep(written: WrittenRequirement, room = MAX_NESTING): (string | number)[] | null {
  for (const form of ['any_of', 'all_of'] as const) {
    if (written[form] !== undefined && room === 0) return [form];
    for (const [index, part] of (written[form] ?? []).entries()) {
      const below = tooDeep(part, room - 1);
      if (below) return [form, index, ...below];
    }
  }
  return null;
}

const range = (description: string) => {
  const bound = z.int().min(0).max(1_000_000_000).optional();
  return oneOf(
    { min: bound.describe('So many or more.'), max: bound.describe('So many or fewer.') },
    'says nothing; write `min`, `max` or both',
  )
    .optional()
    .describe(description);
};

const conditions = (ids: readonly string[]) => ({
  paths: globs
    .optional()
    .describe(
      'Files it is about, as patterns from the root; a name also stands for the folder of that name. `!` excludes.',
    ),
  severity: z.enum(SEVERITIES).optional().describe('A finding is at least this severe.'),
  rules: list(z.enum(ids)).optional().describe('One of these rules or families found something.'),
  agents: list(agent).optional().describe('One of these agents had a hand in the change.'),
  strength: z
    .enum(STRENGTHS)
    .optional()
    .describe('An agent (of those named in `agents`, if any) is known at least this well.'),
  base: globs
    .optional()
    .describe('Patterns over the base branch, the one named or the one that binds, such as `release/*`.'),
  head: globs.optional().describe('Patterns over the head branch.'),
  fork: z.boolean().optional().describe('Whether the change comes from another repository.'),
  labels: list(line(100)).optional().describe('It bears one of these labels; `*` stands for any text.'),
  title: list(line(200))
    .optional()
    .describe('Its title is one of these; `*` stands for any text: `"*hotfix*"`.'),
  author: people('Who opened the pull request is one of these people.').optional(),
  contributors: people('Somebody who had a hand in the change is one of these people.').optional(),
  changed_lines: range('How many lines are added and deleted together, without lockfiles.'),
  changed_files: range('How many files are changed.'),
  repository: repositories('The repository is one of these; for floors.').optional(),
  signed: z
    .boolean()
    .optional()
    .describe('`true`: every commit bears a verified signature. `false`: at least one does not.'),
});

/** The schema of an entry of `reviews`; `ids` are those of rules and families. */
export const review = (ids: readonly string[]) =>
  z
    .strictObject({
      name: line(80).describe('What the review is called in the check.'),
      ...conditions(ids),
      ...requirementKeys,
      request: z
        .enum(['teams', 'people', 'nobody'])
        .optional()
        .describe(
          'Whom GitHub is told to ask: teams as such, as many people as are missing, or nobody.',
        ),
    })
    .superRefine(haveOneForm)
    .superRefine((entry, context) => {
      const path = tooDeep(entry);
      const message = `is nested more than ${MAX_NESTING} deep; split the entry`;
      if (path) context.addIssue({ code: 'custom', path, message });
    })
    .meta({
      id: 'review',
      description:
        'A review that is owed. Conditions given together must all hold, of a list one is enough; without any it is always owed.',
      ...ONE_FORM,
    });
