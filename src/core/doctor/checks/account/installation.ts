import type { Check } from '../../check.ts';
import type { AccountState } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { ACCOUNT, INSTALLATION, UNSEEN } from '../../healthy.ts';
import { lackingEvents, lackingPermissions, OPTIONAL } from '../../lacking.ts';
import { opening, pass, problem, unseen, warning, type Line } from '../../line.ts';

export const installation: Check<AccountState> = {
  id: 'installation',
  title: 'The installation',
  why: 'An installation has only what its account accepted. When the app asks for more than that, nothing changes until an owner accepts; while it is suspended, the app sees and says nothing.',
  inspect({ login, installation: found, asks }) {
    if (!found.seen)
      return [unseen(`The installation on ${login} cannot be seen. ${found.reason}`, found.mend)];
    const { value } = found;
    if (value === null) {
      return [
        opening(`The app is not installed on ${login}.`, `Install it on ${login}, on all repositories.`),
      ];
    }
    if (value.suspended) {
      return [problem('The installation is suspended: no check is published.', `Lift that on ${value.url}.`)];
    }
    const lines: Line[] = [];
    if (asks) {
      const permissions = lackingPermissions(asks.permissions, value.permissions);
      const needed = permissions.filter((each) => !OPTIONAL.has(each));
      const mend = `An owner of ${login} accepts it on ${value.url}.`;
      if (needed.length > 0) {
        lines.push(problem(`Permissions wait to be accepted: ${needed.join(', ')}.`, mend));
      }
      const optional = permissions.filter((each) => OPTIONAL.has(each));
      if (optional.length > 0) {
        lines.push(warning(`Permissions wait to be accepted: ${optional.join(', ')}.`, mend));
      }
      const events = lackingEvents(asks, value);
      if (events.length > 0) {
        lines.push(
          problem(
            `The installation does not hear of ${events.join(', ')}.`,
            `${mend} Events come with the permission they belong to.`,
          ),
        );
      }
    }
    if (!value.allRepositories) {
      lines.push(
        warning(
          'The installation covers chosen repositories only: new ones are not gated.',
          `Choose "All repositories" on ${value.url}, or add each new one there.`,
        ),
      );
    } else if (lines.length === 0) {
      lines.push(pass('The app is installed on all repositories, and all that it asks for was accepted.'));
    }
    return lines;
  },
  examples: [
    {
      when: 'complete',
      facts: ACCOUNT,
      lines: ['pass: The app is installed on all repositories, and all that it asks for was accepted.'],
    },
    {
      when: 'not installed',
      facts: { ...ACCOUNT, installation: seen(null) },
      lines: ['problem: The app is not installed on acme.'],
    },
    {
      when: 'suspended',
      facts: { ...ACCOUNT, installation: seen({ ...INSTALLATION, suspended: true }) },
      lines: ['problem: The installation is suspended: no check is published.'],
    },
    {
      when: 'the app asks for more than was accepted',
      facts: {
        ...ACCOUNT,
        asks: {
          permissions: { ...INSTALLATION.permissions, administration: 'read', issues: 'write' },
          events: [...INSTALLATION.events, 'issue_comment'],
        },
      },
      lines: [
        'problem: Permissions wait to be accepted: issues: write.',
        'warning: Permissions wait to be accepted: administration: read.',
        'problem: The installation does not hear of issue_comment.',
      ],
    },
    {
      when: 'on chosen repositories',
      facts: { ...ACCOUNT, installation: seen({ ...INSTALLATION, allRepositories: false }) },
      lines: ['warning: The installation covers chosen repositories only: new ones are not gated.'],
    },
    {
      when: 'it cannot be seen',
      facts: { ...ACCOUNT, installation: UNSEEN },
      lines: ['unseen: The installation on acme cannot be seen. GitHub shows it to admins only.'],
    },
  ],
};
