import type { Check } from '../../check.ts';
import type { AccountState } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { ACCOUNT, UNSEEN } from '../../healthy.ts';
import { pass, unseen, warning, type Line } from '../../line.ts';

/** No API tells it, so it is said every time. */
const AGENTS: Line = unseen(
  'Whether GitHub counts approvals by Copilot and other agents cannot be seen: no API tells it.',
  'Look in the settings of the organisation, under Copilot. AgentGuard counts approvals by people only, whatever is set there.',
);

export const organizationApprovals: Check<AccountState> = {
  id: 'organization-approvals',
  title: 'Approvals by workflows and agents, in the organisation',
  why: 'Where workflows may approve pull requests, an agent that runs in one can approve what another agent wrote, and GitHub counts it. AgentGuard counts no approval by an app; rules that only ask for a number of approvals do.',
  inspect({ login, type, actionsMayApprove: may }) {
    if (type === 'User') return [];
    if (!may.seen) {
      return [
        unseen(
          `Whether workflows may approve pull requests in ${login} cannot be seen. ${may.reason}`,
          may.mend,
        ),
        AGENTS,
      ];
    }
    if (!may.value) return [pass('Workflows may not approve pull requests in any repository.'), AGENTS];
    return [
      warning(
        'Repositories may let workflows approve pull requests.',
        `In the settings of ${login}, Actions > General, take away "Allow GitHub Actions to create and approve pull requests".`,
      ),
      AGENTS,
    ];
  },
  examples: [
    {
      when: 'forbidden',
      facts: ACCOUNT,
      lines: ['pass: Workflows may not approve pull requests in any repository.', `unseen: ${AGENTS.says}`],
    },
    {
      when: 'allowed',
      facts: { ...ACCOUNT, actionsMayApprove: seen(true) },
      lines: ['warning: Repositories may let workflows approve pull requests.', `unseen: ${AGENTS.says}`],
    },
    {
      when: 'it cannot be seen',
      facts: { ...ACCOUNT, actionsMayApprove: UNSEEN },
      lines: [
        'unseen: Whether workflows may approve pull requests in acme cannot be seen. GitHub shows it to admins only.',
        `unseen: ${AGENTS.says}`,
      ],
    },
    { when: "a person's account, which has no such setting", facts: { ...ACCOUNT, type: 'User' }, lines: [] },
  ],
};
