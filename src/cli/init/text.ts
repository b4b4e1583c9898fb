import { plain } from '../../core/render/markdown.ts';
import { answeringFor, type Answering } from './owners.ts';
import type { Area, Counted, History, Seen } from './seen.ts';

/** From so many people on there are maintainers to ask beside those who write. */
const MANY_PEOPLE = 5;
const NAMED = 3;
/** Whoever wrote more than this part of it may be alone. */
const MOST = 0.9;
/** Fewer sign-offs than this part of all commits tell nothing of who reviews. */
const FEW = 0.05;
const WIDTH = 100;

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
      ...entries(seen, 'database', seen.migrations, 'They run once, unattended, against real data.'),
      ...entries(seen, ...infrastructure(seen)),
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

function anything({ history }: Seen): string[] {
  const people = history.authors.length;
  const written = history.authors.reduce((sum, { count }) => sum + count, 0);
  const alone =
    people === 1 || (history.authors[0]?.count ?? 0) > MOST * written
      ? " Nearly all of it is one person's work lately: where nobody else can approve, a change waits for an override by an admin (docs/commands.md)."
      : '';
  const reviewed = reviews(history);
  return [
    comment(
      '  ',
      `Every change that an agent made, whatever it touches.${alone}${reviewed === '' ? '' : ` ${reviewed}`}`,
    ),
    '  - name: anything an agent wrote',
    `    from: { permission: write } # ${number(people, 'person', 'people')} committed lately, and any of them who can write may answer`,
  ];
}

/** What history tells of who reviews; it tells nothing of approvals that were given on GitHub. */
function reviews({ commits, mergers, reviewers, signers }: History): string {
  const signed = signers.reduce((sum, { count }) => sum + count, 0);
  const told = [
    ['Merged lately by', mergers],
    ['named as reviewers in commits', reviewers],
    ['signed off for others', signed > FEW * commits ? signers : []],
  ] as const;
  const known = told.flatMap(([what, people]) =>
    people.length === 0 ? [] : [`${what}: ${listed(people.slice(0, NAMED))}`],
  );
  return known.length === 0 ? '' : `${sentence(known.join('; '))}`;
}

function codeOwners({ owners, files }: Seen): string[][] {
  if (!owners) return [];
  if (owners.owned === 0) {
    return [
      [comment('  ', `${owners.path} is there and owns no file, so nothing is asked of code owners here.`)],
    ];
  }
  const bad = owners.errors > 0 ? ` GitHub skips ${number(owners.errors, 'line')} of it that are wrong.` : '';
  return [
    [
      comment(
        '  ',
        `${owners.path} gives ${share(owners.owned, files)} to ${who(owners.teams.length, owners.people)}. Each of them answers for what they own.${bad}`,
      ),
      '  - name: code owners',
      `    from: { codeowners: true } # ${number(owners.lines, 'line')} of ${owners.path}, read from the base branch`,
    ],
  ];
}

const who = (teams: number, people: number): string =>
  [
    ...(teams > 0 ? [number(teams, 'team')] : []),
    ...(people > 0 ? [number(people, 'person', 'people')] : []),
  ].join(' and ');

const share = (part: number, whole: number): string =>
  part === whole ? 'every file' : `${part} of ${number(whole, 'file')}`;

function infrastructure({ infrastructure: areas }: Seen): [string, readonly Area[], string] {
  return areas.every(({ what }) => what === 'Docker')
    ? ['containers', areas, 'What runs is built from it.']
    : ['infrastructure', areas, 'A change of it changes what runs, and for whom it is open.'];
}

/** One entry for areas that the same people answer for. */
function entries(seen: Seen, name: string, areas: readonly Area[], why: string): string[][] {
  const groups = new Map<string, { answering: Answering; areas: Area[] }>();
  for (const area of areas) {
    const answering = answeringFor(area, seen.owners) ?? anybody(seen);
    const group = groups.get(answering.from) ?? { answering, areas: [] };
    groups.set(answering.from, group);
    group.areas.push(area);
  }
  return [...groups.values()].map(({ answering, areas: among }) => {
    const whats = among.map(({ what, files }) => `${what} (${number(files.length, 'file')})`).join(', ');
    const authors = seen.history.authorsOf(among.flatMap(({ files }) => files)).slice(0, NAMED);
    const changed = authors.length === 0 ? '' : ` Changed most often lately by ${listed(authors)}.`;
    return [
      comment('  ', `${whats}. ${why}${changed}`),
      `  - name: ${groups.size === 1 ? name : quoted(`${name}: ${among.map(({ what }) => what).join(', ')}`.slice(0, 80).trimEnd())}`,
      '    paths:',
      ...unique(among).map(
        ({ glob, files, what }) => `      - ${quoted(glob)} # ${number(files, 'file')}, ${what}`,
      ),
      `    from: ${answering.from} # ${answering.why}`,
    ];
  });
}

interface Pattern {
  readonly glob: string;
  readonly files: number;
  readonly what: string;
}

/** Each pattern once, and none for a folder within another one that is there. */
function unique(areas: readonly Area[]): Pattern[] {
  const all = areas.flatMap(({ what, patterns }) => patterns.map((pattern) => ({ ...pattern, what })));
  const within = (inner: string, outer: string): boolean =>
    outer.endsWith('/**') && inner !== outer && inner.startsWith(outer.slice(0, -'**'.length));
  const found = new Map<string, Pattern>();
  for (const { glob, files, what } of all) {
    const outer = all.find((other) => within(glob, other.glob)) ?? { glob, files };
    const before = found.get(outer.glob);
    const whats = before && !before.what.split(', ').includes(what) ? `${before.what}, ${what}` : what;
    found.set(outer.glob, { glob: outer.glob, files: outer.files, what: whats });
  }
  return [...found.values()];
}

/** Nobody is named, so nobody is invented. */
function anybody({ history, owners }: Seen): Answering {
  const unnamed = owners
    ? `${owners.path} names nobody for all of it`
    : 'there is no CODEOWNERS to name a team';
  return history.authors.length >= MANY_PEOPLE
    ? { from: '{ permission: maintain }', why: `${unnamed}; a team of your own may fit better` }
    : { from: '{ permission: write }', why: `${unnamed}, and there are too few people to ask for more` };
}

/** A team for security as such, not one that has the word in its name. */
const SECURITY =
  /\/(?:(?:product|app|application|platform|info)[-_]?)?(?:security|secops|appsec|infosec)(?:[-_]team)?$/i;

function risky(seen: Seen): string[] {
  const team = seen.owners?.teams.find((name) => SECURITY.test(name));
  const { from, why } =
    team === undefined
      ? anybody({ ...seen, owners: null })
      : { from: `{ teams: [${team}] }`, why: `${seen.owners?.path} names this team` };
  return [
    comment(
      '  ',
      'Findings that incidents were made of: data destroyed, access opened, guards switched off.',
    ),
    '  - name: risky',
    '    severity: high # high and critical; docs/rules says what these are',
    `    from: ${from} # ${team === undefined ? why.replace('there is no CODEOWNERS to name a team', 'no team for security is named in CODEOWNERS') : why}`,
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

/** `Olga (12), Ravi (9)`; with `what`, `Claude Code (12 commits)`. */
const listed = (counted: readonly Counted[], what?: string): string =>
  counted
    .map(({ name, count }, index) => `${words(name)} (${what && index === 0 ? number(count, what) : count})`)
    .join(', ');

/** A stranger's text as part of a comment: one line of it. */
const words = (text: string): string => plain(text, 60);

const number = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Comment lines of bearable width. */
function comment(indent: string, ...paragraphs: readonly string[]): string {
  return paragraphs
    .flatMap((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(' ')) {
        if (line !== '' && indent.length + line.length + word.length + 3 > WIDTH) {
          lines.push(line);
          line = word;
        } else line = line === '' ? word : `${line} ${word}`;
      }
      return [...lines, line];
    })
    .map((line) => `${indent}# ${line}`)
    .join('\n');
}
