/** The entries of `reviews`, each with why it is there. */
import { answeringFor, type Answering } from '../owners.ts';
import type { Area, History, Seen } from '../seen.ts';
import { comment, listed, NAMED, number, quoted, sentence } from './words.ts';

/** From so many people on there are maintainers to ask beside those who write. */
const MANY_PEOPLE = 5;
/** Whoever wrote more than this part of it may be alone. */
const MOST = 0.9;
/** Fewer sign-offs than this part of all commits tell nothing of who reviews. */
const FEW = 0.05;

/** What every change of an agent owes. */
export function anything({ history }: Seen): string[] {
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

/** What code owners are asked for; nothing where there is no CODEOWNERS. */
export function codeOwners({ owners, files }: Seen): string[][] {
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

/** What migrations owe. */
export const databaseEntries = (seen: Seen): string[][] =>
  entries(seen, 'database', seen.migrations, 'They run once, unattended, against real data.');

/** What infrastructure owes, called after what there is of it. */
export function infrastructureEntries(seen: Seen): string[][] {
  const { infrastructure: areas } = seen;
  return areas.every(({ what }) => what === 'Docker')
    ? entries(seen, 'containers', areas, 'What runs is built from it.')
    : entries(seen, 'infrastructure', areas, 'A change of it changes what runs, and for whom it is open.');
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

/** What severe findings owe, whatever they touch. */
export function risky(seen: Seen): string[] {
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
