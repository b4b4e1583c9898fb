import type { Check } from '../../check.ts';
import type { RepositoryState } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { REPOSITORY, UNSEEN } from '../../healthy.ts';
import { pass, unseen, warning } from '../../line.ts';

export const approvals: Check<RepositoryState> = {
  id: 'approvals',
  title: 'Approvals by workflows',
  why: 'A workflow that may approve lets an agent answer for an agent as far as GitHub is concerned. AgentGuard counts approvals by people only, so what it asks for stays open; a rule that asks for a number of approvals does not.',
  inspect({ actionsMayApprove: may, archived }) {
    if (archived) return [];
    if (!may.seen) {
      return [unseen(`Whether workflows may approve pull requests cannot be seen. ${may.reason}`, may.mend)];
    }
    if (!may.value) return [pass('Workflows may not approve pull requests.')];
    return [
      warning(
        'Workflows may approve pull requests.',
        'In the settings of the repository, Actions > General, take away "Allow GitHub Actions to create and approve pull requests".',
      ),
    ];
  },
  examples: [
    {
      when: 'forbidden',
      facts: REPOSITORY,
      lines: ['pass: Workflows may not approve pull requests.'],
    },
    {
      when: 'allowed',
      facts: { ...REPOSITORY, actionsMayApprove: seen(true) },
      lines: ['warning: Workflows may approve pull requests.'],
    },
    {
      when: 'it cannot be seen',
      facts: { ...REPOSITORY, actionsMayApprove: UNSEEN },
      lines: [
        'unseen: Whether workflows may approve pull requests cannot be seen. GitHub shows it to admins only.',
      ],
    },
  ],
};
