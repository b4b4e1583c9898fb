import { AGENTS } from '../../agents/catalogue.ts';
import type { Counted } from '../../statistics/middle.ts';
import type { Tally } from '../tally.ts';
import { markup, type Markup } from './markup.ts';
import { counted, duration, figure, OUTCOMES, percent } from './words.ts';

/** The numbers of a part. */
export function figures({ kinds, outcomes, answers, exposures }: Tally): Markup {
  const { looks, approvals, share, words } = answers;
  const of = (kind: string): number => kinds.get(kind) ?? 0;
  const past = words.merges['not allowed'] + words.merges.undecided;
  return markup`<h2>In numbers</h2>
    <ul class="figures">
      ${card(of('decision'), 'decisions', outcomesText(outcomes))}
      ${card(
        share.agents,
        `of ${counted(share.all, 'pull request')} had an agent’s hand in them`,
        share.agents === 0
          ? 'None.'
          : `${percent(share.agents, share.all)}. ${names(share.byAgent.map((each) => ({ ...each, name: agentName(each.name) })))}`,
      )}
      ${card(
        approvals.approved,
        `of ${counted(approvals.merged, 'merged agents’ change')} approved by somebody without a hand in them`,
        approvals.approved === 0
          ? 'Nobody approved any.'
          : `${figure(approvals.approvedByTwo)} by two or more people. ${counted(approvals.people.length, 'person', 'people')} approved: ${names(approvals.people)}`,
      )}
      ${card(
        past,
        'of agents’ changes merged without a decision that allows it',
        `${counted(words.merged, 'agents’ change')} merged: ${figure(words.merges.allowed)} allowed, ${figure(words.merges.overridden)} by an override, ${figure(words.merges.observed)} only watched, ${figure(words.merges.unknown)} decided before this part.`,
      )}
      ${card(
        looks.median === null ? '–' : duration(looks.median / 1000),
        'from the first decision to the first look of a person, in the middle',
        `${counted(looks.gated, 'agents’ pull request')} gated, a person looked at ${figure(looks.looked)}${looks.ninetieth === null ? '' : `, at nine of ten within ${duration(looks.ninetieth / 1000)}`}. ${figure(looks.mergedUnseen)} merged before anybody looked.`,
      )}
      ${card(
        of('waiver') + of('not_agent') + of('override'),
        'times somebody accepted something instead of a review',
        listed([
          [of('waiver'), 'finding waived', 'findings waived'],
          [of('not_agent'), 'change declared no agent’s', 'changes declared no agent’s'],
          [of('override'), 'gate overridden', 'gates overridden'],
          [
            words.selfAccepted,
            'override by somebody with a hand in the change',
            'overrides by somebody with a hand in the change',
          ],
        ]),
      )}
      ${card(
        exposures.count,
        `${exposures.count === 1 ? 'exposure' : 'exposures'}: past the gate onto a protected branch`,
        exposures.count === 0
          ? 'Nothing that agents made came past the gate, as far as was watched.'
          : `${figure(exposures.open)} not ended. ${exposures.median === null ? '' : `Those that ended took ${duration(exposures.median)} in the middle, ${duration(exposures.longest ?? 0)} at most.`}`,
      )}
      ${card(
        of('push') + of('alert') + of('answered') + of('revert') + of('freeze'),
        'entries on what went past the gate, and on the way back',
        listed([
          [of('push'), 'push past the gate', 'pushes past the gate'],
          [of('alert'), 'alert raised', 'alerts raised'],
          [of('answered'), 'exposure answered for', 'exposures answered for'],
          [of('revert'), 'entry on reverts', 'entries on reverts'],
          [of('freeze'), 'freeze set or lifted', 'freezes set or lifted'],
        ]),
      )}
      ${card(
        of('policy') + of('redaction'),
        'times what binds or what is kept was changed',
        listed([
          [of('policy'), 'change of a policy', 'changes of policies'],
          [of('redaction'), 'redaction of personal data', 'redactions of personal data'],
        ]),
      )}
    </ul>`;
}

/** What there is of these. */
function listed(counts: readonly (readonly [count: number, one: string, many: string])[]): string {
  const there = counts.filter(([count]) => count > 0).map(([count, one, many]) => counted(count, one, many));
  return there.length === 0 ? 'None.' : `${there.join(', ')}.`;
}

const card = (number: number | string, label: string, more: string): Markup =>
  markup`<li>
    <b>${typeof number === 'number' ? figure(number) : number}</b><span class="label">${label}</span
    ><span class="more">${more}</span>
  </li>`;

function outcomesText(outcomes: ReadonlyMap<string, number>): string {
  const known = Object.entries(OUTCOMES).map(
    ([outcome, [, word]]) => `${word}: ${figure(outcomes.get(outcome) ?? 0)}`,
  );
  const others = [...outcomes].flatMap(([outcome, count]) => (outcome in OUTCOMES ? [] : [count]));
  const unknown = others.reduce((sum, count) => sum + count, 0);
  return [...known, ...(unknown > 0 ? [`unknown: ${figure(unknown)}`] : [])].join(', ');
}

const MOST_NAMES = 5;

function names(all: readonly Counted[]): string {
  const shown = all.slice(0, MOST_NAMES).map(({ name, count }) => `${name} ${figure(count)}`);
  return `${shown.join(', ')}${all.length > MOST_NAMES ? ` and ${all.length - MOST_NAMES} more` : ''}.`;
}

const NAMES = new Map(AGENTS.map(({ id, name }) => [id, name]));

/** An agent as people know it; one of an organisation's own by its id. */
const agentName = (id: string): string => NAMES.get(id) ?? id;
