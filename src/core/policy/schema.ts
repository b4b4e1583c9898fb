import { z } from 'zod';
import { globProblem, globsProblem } from '../facts/paths.ts';
import { FAMILIES, SEVERITIES, type Rule } from '../rules/rule.ts';
import { rulesSchema } from './rules-schema.ts';

const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\[bot\])?$/;
const TEAM = /^(?:[A-Za-z0-9][A-Za-z0-9_-]{0,99}\/)?[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;
const AGENT = /^[a-z0-9][a-z0-9-]{0,49}$/;

const text = (pattern: RegExp, wanted: string) => z.string().regex(pattern, wanted);
const list = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(100);

const login = text(LOGIN, 'is no login; write it without `@`, as in `olga`');
const team = text(TEAM, 'is no team; write its slug without `@`, as in `dba` or `acme/dba`');
const agent = text(AGENT, 'is no agent id; ids are lower case, as in `claude-code`');

const glob = z.string().superRefine((value, context) => {
  const message = globProblem(value);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

const paths = list(glob).superRefine((value, context) => {
  const message = globsProblem(value);
  if (message !== null && value.every((entry) => globProblem(entry) === null)) {
    context.addIssue({ code: 'custom', message });
  }
});

const people = {
  users: list(login).optional().describe('People by login, without `@`.'),
  teams: list(team)
    .optional()
    .describe(
      'Teams of the organisation by slug (`dba`) or with it (`acme/dba`). Members of child teams count.',
    ),
  permission: z
    .enum(['write', 'maintain', 'admin'])
    .optional()
    .describe('Everyone with at least this permission on the repository.'),
};
const SOMEBODY = 'names nobody; write at least one of users, teams, permission or codeowners';

const reviewers = z
  .strictObject({
    ...people,
    codeowners: z
      .literal(true)
      .optional()
      .describe('The code owners of each file concerned, by CODEOWNERS on the base branch.'),
  })
  .refine((from) => Object.values(from).some((value) => value !== undefined), SOMEBODY)
  .meta({ description: 'Whom to ask: anyone who is named in one of these ways.', minProperties: 1 });

const review = (ids: readonly string[]) =>
  z
    .strictObject({
      name: z
        .string()
        .min(1)
        .max(80)
        .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'is to be one line of plain text')
        .describe('What the review is called in the check.'),
      paths: paths
        .optional()
        .describe(
          'Files it is about, as globs from the root; a name also stands for the folder of that name. `!` excludes.',
        ),
      severity: z
        .enum(SEVERITIES)
        .optional()
        .describe('Asked for when there is a finding of at least this severity.'),
      rules: list(z.enum(ids))
        .optional()
        .describe('Asked for when one of these rules or families found something.'),
      approvals: z.int().min(1).max(10).optional().describe('How many people have to approve.'),
      from: reviewers,
    })
    .superRefine((entry, context) => {
      const { users, ...others } = entry.from;
      const wanted = entry.approvals ?? 1;
      if (users && Object.values(others).every((value) => value === undefined) && users.length < wanted) {
        const message = `asks for ${wanted} approvals from ${users.length}; name more people or ask for fewer`;
        context.addIssue({ code: 'custom', path: ['approvals'], message });
      }
    })
    .describe(
      'A review that is owed. Conditions given together must all hold; without any it is always owed.',
    );

const agents = z
  .strictObject({
    allow: z
      .union([z.literal('any'), list(agent)])
      .optional()
      .describe('`any`, or the agents that may make changes here; changes of all others are blocked.'),
    deny: z.array(agent).max(100).optional().describe('Agents whose changes are blocked.'),
    identities: list(
      z.strictObject({
        login: login.describe('The account.'),
        agent: agent.describe('The agent it is taken for: a known one, or a name of your own.'),
      }),
    )
      .optional()
      .describe('Your own machine users. They count as agents and never as reviewers.'),
    unattributed: z
      .enum(['human', 'agent'])
      .optional()
      .describe('What a commit is taken for when its e-mail belongs to no account.'),
  })
  .describe('Which agents there are and which may make changes.');

/**
 * The schema of `.agentguard.yml` as it is written, for a given set of rules: the source of the checks, of the
 * editor's JSON schema and of the reference page.
 */
export const policySchema = (rules: readonly Rule[]) => {
  const ids = [...new Set<string>([...FAMILIES, ...rules.map((rule) => rule.id)])];
  return z
    .strictObject({
      version: z.literal(1).describe('The version of this format: 1.'),
      mode: z
        .enum(['enforce', 'observe'])
        .optional()
        .describe('`observe` analyses the same under another check name and never blocks.'),
      applies_to: z
        .enum(['agents', 'everyone'])
        .optional()
        .describe('Whose changes are gated: those agents had a hand in, or all.'),
      agents: agents.optional(),
      reviews: z
        .array(review(ids))
        .min(1)
        .max(50)
        .optional()
        .describe('Reviews owed. Every entry that matches must be met. They replace the default entry.'),
      rules: rulesSchema(rules).optional(),
      limits: z
        .strictObject({
          open_pull_requests_per_agent: z
            .int()
            .min(1)
            .max(1000)
            .optional()
            .describe('How many pull requests one agent may have open here; those beyond it are blocked.'),
          changed_lines: z
            .int()
            .min(1)
            .max(1_000_000)
            .optional()
            .describe(
              "Lines that an agent's pull request may add and delete together, without lockfiles; a longer one is blocked.",
            ),
          changed_files: z
            .int()
            .min(1)
            .max(3000)
            .optional()
            .describe("Files that an agent's pull request may change; one with more is blocked."),
        })
        .optional()
        .describe('Limits on what agents do.'),
      override: z
        .strictObject({
          from: z
            .strictObject(people)
            .refine(
              (from) => Object.values(from).some((value) => value !== undefined),
              'names nobody; write at least one of users, teams or permission',
            )
            .meta({
              description: 'Whom to trust with it: anyone who is named in one of these ways.',
              minProperties: 1,
            }),
        })
        .optional()
        .describe(
          'Who may override the whole gate, with a reason that is recorded. Read and combined with the floor; there is no command to override with yet.',
        ),
      check: z
        .strictObject({
          per_base: z
            .boolean()
            .optional()
            .describe('Names the check run `AgentGuard: <base>`, one for each base branch.'),
        })
        .optional()
        .describe('How the check run is published.'),
    })
    .describe('The policy of AgentGuard for a repository, or the floor of an organisation.');
};

/** A policy file as written, once it is valid. */
export type WrittenPolicy = z.infer<ReturnType<typeof policySchema>>;
