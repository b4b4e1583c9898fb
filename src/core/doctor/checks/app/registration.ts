import type { Check } from '../../check.ts';
import type { AppState } from '../../facts.ts';
import { APP } from '../../healthy.ts';
import { lackingEvents, lackingPermissions, OPTIONAL } from '../../lacking.ts';
import { pass, problem, warning, type Line } from '../../line.ts';

export const registration: Check<AppState> = {
  id: 'registration',
  title: 'What the app asks for',
  why: 'No API adds permissions or events to an app: its owner does, and each installation has to accept them. Without them AgentGuard cannot read or publish, or does not hear of what happens.',
  inspect({ name, owner, asks, needs }) {
    const lines: Line[] = [];
    const where = `in the settings of the app (its owner is ${owner}), under "Permissions & events"`;
    const permissions = lackingPermissions(needs.permissions, asks.permissions);
    const needed = permissions.filter((each) => !OPTIONAL.has(each));
    const optional = permissions.filter((each) => OPTIONAL.has(each));
    const accept = 'Then each installation has to accept it.';
    if (needed.length > 0) {
      lines.push(problem(`${name} does not ask for ${needed.join(', ')}.`, `Add it ${where}. ${accept}`));
    }
    if (optional.length > 0) {
      lines.push(
        warning(
          `${name} does not ask for ${optional.join(', ')}, so it sees less of rulesets and settings.`,
          `Add it ${where}. ${accept}`,
        ),
      );
    }
    const events = lackingEvents(needs, asks);
    if (events.length > 0) {
      lines.push(problem(`${name} is not subscribed to ${events.join(', ')}.`, `Tick it ${where}.`));
    }
    return lines.length > 0 ? lines : [pass(`${name} asks for all that this version needs.`)];
  },
  examples: [
    { when: 'complete', facts: APP, lines: ['pass: AgentGuard asks for all that this version needs.'] },
    {
      when: 'a permission and an event are missing',
      facts: {
        ...APP,
        asks: { permissions: { ...APP.asks.permissions, checks: 'read' }, events: ['merge_group'] },
      },
      lines: [
        'problem: AgentGuard does not ask for checks: write.',
        'problem: AgentGuard is not subscribed to pull_request.',
      ],
    },
    {
      when: 'an optional permission is missing',
      facts: {
        ...APP,
        needs: { ...APP.needs, permissions: { ...APP.needs.permissions, administration: 'read' } },
      },
      lines: [
        'warning: AgentGuard does not ask for administration: read, so it sees less of rulesets and settings.',
      ],
    },
  ],
};
