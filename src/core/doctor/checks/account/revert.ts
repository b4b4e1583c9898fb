import type { Check } from '../../check.ts';
import type { AccountState } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { ACCOUNT, INSTALLATION, UNSEEN } from '../../healthy.ts';
import { pass, unseen, warning } from '../../line.ts';

const WRITES = { ...INSTALLATION.permissions, contents: 'write' };

const OFF = 'Taking merged changes back is off, which is fine: the app only reads content.';

export const revert: Check<AccountState> = {
  id: 'revert',
  title: 'Taking back what was merged',
  why: 'GitHub’s own revert writes to the repository, and AgentGuard only reads until the owner of the app says otherwise. Without it everything else works, and `/agentguard revert` answers how to do it by hand.',
  inspect({ login, installation, asks }) {
    if (!installation.seen) {
      return [
        unseen(`Whether merged changes can be taken back in ${login} cannot be seen.`, installation.mend),
      ];
    }
    const found = installation.value;
    // The check of the installation says what to do first.
    if (found === null || found.suspended) return [];
    const { contents } = found.permissions;
    if (contents === 'write') return [pass('`/agentguard revert` can take merged changes back.')];
    if (asks?.permissions['contents'] === 'write') {
      return [
        warning(
          'The app asks to write content, which was not accepted: `/agentguard revert` cannot take anything back yet.',
          `An owner of ${login} accepts it on ${found.url}.`,
        ),
      ];
    }
    return [
      pass(
        `${OFF} To turn it on, the owner of the app sets Contents to Read and write in its settings (Permissions & events > Repository permissions); then an owner of ${login} accepts it on ${found.url}.`,
      ),
    ];
  },
  examples: [
    {
      when: 'off, as it comes',
      facts: ACCOUNT,
      lines: [
        `pass: ${OFF} To turn it on, the owner of the app sets Contents to Read and write in its settings (Permissions & events > Repository permissions); then an owner of acme accepts it on https://github.com/organizations/acme/settings/installations/70.`,
      ],
    },
    {
      when: 'granted',
      facts: {
        ...ACCOUNT,
        asks: { ...INSTALLATION, permissions: WRITES },
        installation: seen({ ...INSTALLATION, permissions: WRITES }),
      },
      lines: ['pass: `/agentguard revert` can take merged changes back.'],
    },
    {
      when: 'asked for and not accepted',
      facts: { ...ACCOUNT, asks: { ...INSTALLATION, permissions: WRITES } },
      lines: [
        'warning: The app asks to write content, which was not accepted: `/agentguard revert` cannot take anything back yet.',
      ],
    },
    {
      when: 'not installed, which another check says',
      facts: { ...ACCOUNT, installation: seen(null) },
      lines: [],
    },
    {
      when: 'it cannot be seen',
      facts: { ...ACCOUNT, installation: UNSEEN },
      lines: ['unseen: Whether merged changes can be taken back in acme cannot be seen.'],
    },
  ],
};
