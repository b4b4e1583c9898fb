import { STRENGTHS, type Detection, type SignalKind } from '../../agents/agent.ts';
import type { Decision } from '../../decision/decision.ts';
import { binds } from '../../decision/gated.ts';
import { handsOf } from '../../decision/who-counts.ts';
import { code, listed, sentence, table } from '../markdown.ts';
import { trusted, type By } from './accepting.ts';

/** The agents and other automation that made the change, with the evidence and how to contest it. */
export function agents({ attribution, outcome, mode }: Decision, by: By): string {
  if (attribution.agents.length === 0 && attribution.bots.length === 0) return '';
  const rows = attribution.agents.map((agent) => [
    sentence(agent.name),
    ROLE[agent.role],
    STRENGTH[agent.strength],
    evidence(agent),
    binds(agent) ? 'yes' : 'no',
  ]);
  const bots = attribution.bots.map((bot) => code(bot));
  const contest =
    attribution.agents.some(binds) && outcome !== 'allow' && mode === 'enforce'
      ? `Not an agent’s work? That takes a comment by ${trusted('waiver', by)}: ${code('/agentguard not-agent <reason>')}.`
      : '';
  const blocks = [
    table(['Agent', 'What it did', 'How it is known', 'Seen in', 'Counts'], rows, MAX_ROWS),
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

const MAX_ROWS = 20;

const ROLE = { authored: 'wrote it', coauthored: 'co-wrote it', assisted: 'helped' } as const;
const STRENGTH = {
  attested: 'GitHub vouches for it',
  declared: 'the change says so',
  circumstantial: 'a hint only',
} as const;

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
  return `<details><summary>People and accounts with a hand in this change, whose approval cannot count (${entries.length})</summary>\n\n${table(['Account', 'How'], rows, 50)}\n\n</details>`;
}
