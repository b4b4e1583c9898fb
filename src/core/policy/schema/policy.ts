import { z } from 'zod';
import { FAMILIES, type Rule } from '../../rules/rule.ts';
import { freeze } from './freeze.ts';
import { login, people } from './people.ts';
import { repositories } from './repositories.ts';
import { review } from './reviews.ts';
import { rulesSchema } from './rules.ts';
import { agent, line, list, text } from './text.ts';

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
  .meta({ id: 'agents', description: 'Which agents there are and which may make changes.' });

const limits = z
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
  .meta({ id: 'limits', description: 'Limits on what agents do.' });

const trusted = (description: string) =>
  z
    .strictObject({ from: people('Whom to trust with it: anyone who is named in one of these ways.') })
    .optional()
    .describe(description);

/** What a policy says, and what a floor says of some repositories. */
const statements = (rules: readonly Rule[]) => ({
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
    .array(review([...new Set<string>([...FAMILIES, ...rules.map((rule) => rule.id)])]))
    .min(1)
    .max(50)
    .optional()
    .describe('Reviews owed. Every entry that matches must be met. They replace the default entry.'),
  rules: rulesSchema(rules).optional(),
  limits: limits.optional(),
  freeze: freeze.optional(),
  waiver: trusted(
    "Who may accept a single finding, or say that a change is no agent's, by a comment with a reason that is recorded.",
  ),
  override: trusted(
    'Who may lift the whole gate for one change, by a comment with a reason that is recorded.',
  ),
  recovery: z
    .strictObject({
      approvals: z.int().min(1).max(10).optional().describe('How many of these people have to approve; 1.'),
      from: people('Whose approval lets a revert in: anyone who is named in one of these ways.'),
    })
    .optional()
    .describe(
      'Who may approve a revert that AgentGuard opened of a merged change, in the place of all other reviews but those of control files.',
    ),
  alerts: z
    .strictObject({
      repository: text(
        /^(?:here|off|(?!\.\.?\/)[\w.-]{1,100}\/(?!\.\.?$)[\w.-]{1,100})$/,
        'is no place for alerts; write `here`, `off`, or a repository as in `acme/security`',
      ).describe('`here` (the repository itself), one repository of the same owner, or `off`.'),
    })
    .optional()
    .describe("Where agents' changes that came past the gate are raised, as an issue."),
  check: z
    .strictObject({
      per_base: z
        .boolean()
        .optional()
        .describe('Names the check run `AgentGuard: <base>`, one for each base branch.'),
      comment: z
        .boolean()
        .optional()
        .describe(
          'Keeps one comment with the answer on each pull request that is gated, edited in place. Deleted by somebody, it stays away.',
        ),
    })
    .optional()
    .describe('How the check run is published.'),
});

/**
 * The schema of `.agentguard.yml` as it is written, for a given set of rules: the source of the checks, of the
 * editor's JSON schema and of the reference page.
 */
export const policySchema = (rules: readonly Rule[]) => {
  const keys = statements(rules);
  return z
    .strictObject({
      version: z.literal(1).describe('The version of this format: 1.'),
      ...keys,
      groups: z
        .array(
          z.strictObject({
            name: line(80).describe('What people call these repositories.'),
            repositories: repositories('Which repositories: those that fit everything given.'),
            policy: z
              .strictObject(keys)
              .describe('What holds for them besides: the keys of a policy, without `version` and `groups`.'),
          }),
        )
        .min(1)
        .max(50)
        .optional()
        .describe(
          'Of a floor only: what it says beyond the rest for some repositories. It can tighten the rest and not loosen it.',
        ),
    })
    .describe('The policy of AgentGuard for a repository, or the floor of an organisation.');
};

/** A policy file as written, once it is valid. */
export type WrittenPolicy = z.infer<ReturnType<typeof policySchema>>;

/** What of it a group can say as well. */
export type WrittenStatements = Omit<WrittenPolicy, 'version' | 'groups'>;
