import { STRENGTHS, type Detection, type SignalKind } from '../../agents/agent.ts';
import type { Decision } from '../../decision/decision.ts';
import { peopleText } from '../../decision/entitled.ts';
import { binds } from '../../decision/gated.ts';
import { handsOf } from '../../decision/who-counts.ts';
import { code, listed, sentence, table, withNames } from '../markdown.ts';
import type { Evaluated } from './summary.ts';

/** The agents and other automation that made the change, with the evidence and how to contest it. */
export function agents(
  { attribution, outcome, mode }: Decision,
  { facts, policy }: Pick<Evaluated, 'facts' | 'policy'>,
): string {
  if (attribution.agents.length === 0 && attribution.bots.length === 0) return '';
  const rows = attribution.agents.map((agent) => [
    sentence(agent.name),
    agent.role,
    agent.strength,
    evidence(agent),
    binds(agent) ? 'yes' : 'too weak',
  ]);
  const bots = attribution.bots.map((bot) => code(bot));
  const contest =
    attribution.agents.some(binds) && outcome !== 'allow' && mode === 'enforce'
      ? `Not an agent’s work? That takes a comment by ${withNames(peopleText(policy.waiver, facts.repository.owner))}: ${code('/agentguard not-agent <reason>')}.`
      : '';
  const blocks = [
    table(['Agent', 'Role', 'Strength', 'Evidence', 'Gated'], rows),
    contest,
    bots.length > 0 ? `Other automation: ${listed(bots, 5)}.` : '',
  ];
  return `### Who made it\n${blocks.filter((block) => block !== '').join('\n\n')}`;
}

function evidence({ evidence: list }: Detection): string {
  const strongest = list.toSorted((a, b) => STRENGTHS.indexOf(b.strength) - STRENGTHS.indexOf(a.strength));
  const seen = strongest.map(({ kind, value }) => `${KIND[kind]} ${code(value, 80)}`);
  return listed([...new Set(seen)], 3);
}

/** What a kind of evidence is called where people read it. */
const KIND: Record<SignalKind, string> = {
  login: 'account',
  email: 'e-mail',
  name: 'name',
  trailer: 'trailer',
  message: 'commit message',
  body: 'description',
  branch: 'branch',
  label: 'label',
  note: 'authorship note',
  file: 'record',
};

/** Everyone whose approval cannot count because they had a hand in the change. */
export function provenance({ gated, provenance: entries }: Decision): string {
  if (!gated.yes || entries.length === 0) return '';
  const rows = entries.map((entry) => [code(entry.account.login), sentence(handsOf(entry))]);
  return `<details><summary>People and accounts with a hand in this change, whose approval cannot count (${entries.length})</summary>\n\n${table(['Account', 'How'], rows.slice(0, 50))}\n\n</details>`;
}
