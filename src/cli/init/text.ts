import type { History, Seen } from './seen.ts';
import { anything, codeOwners, databaseEntries, infrastructureEntries, risky } from './text/reviews.ts';
import { comment, listed, NAMED, number, words } from './text/words.ts';

/** A `.agentguard.yml` that fits what was seen, each line with why it is there. Valid whatever was seen. */
export function policyText(seen: Seen): string {
  return [
    comment('', ...introduction(seen)),
    'version: 1 # of this format',
    '',
    ...mode(),
    '',
    ...agents(seen.history),
    '',
    comment(
      '',
      'Who has to look at what. Every entry that asks has to be met; one person can answer for several.',
    ),
    'reviews: # they take the place of the default, one approval by someone with write access',
    ...[
      anything(seen),
      ...codeOwners(seen),
      ...databaseEntries(seen),
      ...infrastructureEntries(seen),
      risky(seen),
    ].flatMap((lines) => ['', ...lines]),
    '',
    ...closing(seen),
    '',
  ].join('\n');
}

/** The floor of an organisation: nothing in it is about one repository. */
export function floorText(seen: Seen): string {
  return [
    comment(
      '',
      "The floor of an organisation: the least that holds in every repository of it. It belongs into the organisation's `.github` repository as `.agentguard.yml`. Repositories can tighten it and not loosen it.",
    ),
    'version: 1 # of this format',
    '',
    ...mode(),
    '',
    ...agents(seen.history),
    '',
    comment('', 'Who has to look at what, everywhere.'),
    'reviews: # they take the place of the default, one approval by someone with write access',
    '',
    comment('  ', 'The least there can be: one person who had no hand in the change.'),
    '  - name: anything an agent wrote',
    '    from: { permission: write } # anyone who can write to the repository, since teams differ',
    '',
    comment(
      '  ',
      'What a rule finds to be severe. Put a team here that answers for all repositories, if there is one.',
    ),
    '  - name: risky',
    '    severity: high # high and critical; docs/rules says what these are',
    '    from: { permission: maintain } # no team is known to answer for every repository',
    '',
    comment(
      '',
      '`groups` can ask more of some repositories, by name, topic or custom property: docs/policy.md has examples.',
    ),
    '',
  ].join('\n');
}

const introduction = ({ name, head, files, languages, history }: Seen): string[] => {
  const top = languages.slice(0, NAMED);
  const some = listed(top, 'file');
  const word = top.reduce((sum, { count }) => sum + count, 0) * 2 > files ? 'mostly' : 'among them';
  const came =
    history.pullRequests > 0
      ? ` ${history.pullRequests} of them came by pull request, as their subjects say.`
      : '';
  return [
    `Written by \`agentguard init\` from ${words(name)} at ${head.slice(0, 10)}: ${number(files, 'file')}${some === '' ? '' : `, ${word} ${some}`}.`,
    `${extent(history)} ${history.authors.length === 1 ? 'is by 1 person' : `are by ${number(history.authors.length, 'person', 'people')}`}.${came}`,
    'Read it, change it, and try it out: `agentguard validate`, `agentguard simulate`. All keys are in docs/policy.md.',
  ];
};

const extent = ({ commits, whole }: History): string =>
  whole ? `All ${number(commits, 'commit')}` : `The last ${number(commits, 'commit')}`;

const mode = (): string[] => [
  comment(
    '',
    '`enforce` is the default. `observe` shows the same under another check name and never blocks, to get to know it.',
  ),
  'mode: enforce # an observing gate stops nobody, so that is for you to choose',
];

function agents({ agents: found, commits, automated }: History): string[] {
  const names = listed(found, 'commit');
  const seen =
    found.length === 0
      ? 'No agent signed any of the commits that were read; some never sign.'
      : `Agents that signed commits: ${names}, out of ${number(commits, 'commit')}.`;
  const others =
    automated > 0 ? ` Other automation, which is not gated, made ${number(automated, 'commit')}.` : '';
  const only =
    found.length === 0 ? '' : ` To let no others in, write: allow: [${found.map(({ id }) => id).join(', ')}]`;
  return [
    comment('', `${seen}${others}${only}`),
    'agents:',
    '  allow: any # the default: every agent may propose changes, and a person answers for each',
  ];
}

function closing({ workflows, instructions, owners }: Seen): string[] {
  const control = [
    ...(workflows > 0 ? [number(workflows, 'workflow')] : []),
    ...(instructions.length > 0
      ? [
          `${number(instructions.length, 'file')} with instructions for agents (such as ${words(instructions[0] ?? '')})`,
        ]
      : []),
    ...(owners ? [words(owners.path)] : []),
    'this file',
  ];
  return [
    comment(
      '',
      `Not written here, because it holds without a word: whoever changes ${control.slice(0, -1).join(', ')}${control.length > 1 ? ' or ' : ''}${control.at(-1)} needs its code owners or else an admin. Rules keep the action that docs/rules says, until \`rules:\` sets another.`,
    ),
  ];
}
