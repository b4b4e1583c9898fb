/** What an alert's issue says. It stands in public or in front of many: nobody is called, nothing of a file is shown. */
import { AGENTS } from '../agents/catalogue.ts';
import type { AlertKind, Ending } from '../exposure/bodies.ts';
import type { Unmet } from '../exposure/unmet.ts';
import { code, codePath, fit, listed, oneOf, sentence } from './markdown.ts';
import { minute } from './time.ts';

/** GitHub takes 65,536 characters of text and 256 of a title. */
const MAX_BODY_BYTES = 60_000;
const MAX_ROWS = 20;

/** What an alert is about. */
export interface Alert {
  readonly what: AlertKind;
  readonly repository: { readonly owner: string; readonly name: string };
  /** null: it is about a branch. */
  readonly number: number | null;
  readonly ref: string;
  /** Ids. Empty: it could not be read whose it is. */
  readonly agents: readonly string[];
  /** Who merged or pushed; null: not known. */
  readonly who: string | null;
  /** ISO 8601. */
  readonly since: string;
  /** Of a pull request what was unmet; null: it is about a branch. */
  readonly unmet: Unmet | null;
  /** Whether that was decided before the merge; false: AgentGuard saw it afterwards only. */
  readonly decidedBefore: boolean;
  /** Who lifted the gate, where that was not followed up. */
  readonly override: { readonly by: string | null; readonly until: string | null } | null;
  /** What was put onto the branch: of a merge its commit. Oldest first. */
  readonly commits: readonly string[];
  /** Why it is not known what came, as a sentence; null: it is known. */
  readonly unread: string | null;
  /** Whether the change touches control files, which no review afterwards ends. */
  readonly control: boolean;
}

export const ALERT_LABEL = 'agentguard';

const NAMES = new Map(AGENTS.map(({ id, name }) => [id, name]));
const named = (agents: readonly string[]): string =>
  agents.length === 0
    ? 'an agent'
    : oneOf(
        agents.map((id) => NAMES.get(id) ?? id),
        3,
        'and',
      );

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** One line: what happened, whose change, by whom. A title is no Markdown and calls nobody. */
export function alertTitle(alert: Alert): string {
  const { what, number, ref, agents, who, commits, unread } = alert;
  const by = who === null ? '' : ` by ${who}`;
  if (what === 'merged past the gate')
    return `#${number} by ${named(agents)} was merged past AgentGuard${by}`;
  if (what === 'override not followed up') {
    return `#${number} by ${named(agents)} was merged under an override and not reviewed since`;
  }
  if (unread !== null && commits.length === 0)
    return `What was pushed to ${ref}${by} could not be read whole`;
  return `${plural(commits.length, 'commit')} by ${named(agents)} pushed past AgentGuard to ${ref}${by}`;
}

/** The issue's text as Markdown. */
export function alertBody(alert: Alert): string {
  return fit(
    [
      whatHappened(alert),
      `**Exposed since ${minute(alert.since)}.** The clock runs until one of the ways below ends it.`,
      ...unmet(alert),
      ...throughWhat(alert),
      wayBack(alert),
      howItEnds(alert),
    ],
    MAX_BODY_BYTES,
  );
}

const pull = ({ repository, number }: Alert): string => `${repository.owner}/${repository.name}#${number}`;

const person = (login: string | null): string => (login === null ? 'Somebody unknown' : code(login));

function whatHappened(alert: Alert): string {
  const { what, ref, agents, who, since, commits, unread, override } = alert;
  if (what === 'override not followed up') {
    const lifted = `${person(override?.by ?? null)} lifted the gate for it`;
    return `${pull(alert)} by ${named(agents)} was merged onto ${code(ref)} by ${person(who)} on ${minute(since)}. ${lifted}, and until that ended${override?.until ? ` on ${minute(override.until)}` : ''} nobody gave the reviews it owes.`;
  }
  if (what === 'merged past the gate') {
    return `${person(who)} merged ${pull(alert)} by ${named(agents)} onto ${code(ref)} on ${minute(since)}, and AgentGuard had not allowed it.`;
  }
  const list = commits.slice(0, MAX_ROWS).map((sha) => code(sha.slice(0, 12)));
  const came =
    commits.length === 0
      ? `${person(who)} pushed to ${code(ref)}, seen on ${minute(since)}.`
      : `${person(who)} pushed ${plural(commits.length, 'commit')} by ${named(agents)} to ${code(ref)} on ${minute(since)}, without a pull request that was merged: ${listed(list, MAX_ROWS)}.`;
  return unread === null
    ? came
    : `${came}\n\n${sentence(unread)} There may be more by agents in it than is said here.`;
}

function unmet({ unmet: owed }: Alert): string[] {
  if (owed === null) return [];
  const lines = [
    ...owed.reviews.map(({ name, who }) => `- Review by ${code(who)} for ${code(name)}`),
    ...owed.findings.map(
      ({ rule, places }) =>
        `- ${code(rule)}${
          places.length === 0
            ? ''
            : `: ${listed(
                places.slice(0, 100).map((each) => codePath(each)),
                5,
              )}`
        }`,
    ),
    ...owed.unread.map((what) => `- Not read: ${code(what)}`),
  ];
  if (lines.length === 0) return [];
  const more = lines.length - MAX_ROWS;
  return [
    '### What was unmet',
    [...lines.slice(0, MAX_ROWS), ...(more > 0 ? [`- … and ${more} more`] : [])].join('\n'),
  ];
}

function throughWhat(alert: Alert): string[] {
  const { what, decidedBefore, unmet: owed, repository } = alert;
  if (what === 'override not followed up') return [];
  const doctor = `${code(`agentguard doctor ${repository.owner}/${repository.name}`)} says what binds here and what does not.`;
  if (what === 'pushed past the gate') {
    return [
      '### What let it through',
      `The push was not stopped: whoever made it may push past the rules of the branch, or the rules do not stop pushes. ${doctor}`,
    ];
  }
  const why = decidedBefore
    ? `AgentGuard's last answer on it was ${code(owed?.outcome ?? 'unknown')}. GitHub let it through nevertheless: by a right to bypass the rules, or because no active rule requires the check.`
    : 'AgentGuard had decided nothing on it: it was down or did not see it before the merge, and no active rule waited for its check. What is said above was judged afterwards.';
  return ['### What let it through', `${why} ${doctor}`];
}

function wayBack(alert: Alert): string {
  const { number, agents, commits } = alert;
  const agent = agents[0] ?? 'all';
  const where = number === null ? '' : ` here or under ${pull(alert)}`;
  return [
    '### The way back',
    [
      ...(number === null
        ? []
        : [`- ${code('/agentguard revert <reason>')}${where} opens a pull request that takes it back.`]),
      `- ${code(`/agentguard freeze ${agent} 4h <reason>`)} here stops the agent meanwhile.`,
      ...byHand(commits),
    ].join('\n'),
  ].join('\n\n');
}

function byHand(commits: readonly string[]): string[] {
  if (commits.length === 0) return [];
  const command = `git revert --no-edit ${commits.slice(-MAX_ROWS).toReversed().join(' ')}`;
  const rest = commits.length > MAX_ROWS ? `, and the ${commits.length - MAX_ROWS} before them` : '';
  return [`- By hand: \`${command}\`${rest}. A merge commit wants \`-m 1\` besides.`];
}

function howItEnds({ number, control }: Alert): string {
  const review =
    number === null
      ? []
      : control
        ? ['It touches files that govern the gate, so a review afterwards alone does not end it.']
        : [
            'All reviews that it owed are given: an approval under the pull request counts after the merge, too.',
          ];
  return [
    '### How this ends',
    [
      ...(number === null ? [] : ['A revert is merged.']),
      ...review,
      'Somebody with maintain access who had no hand in it, and did not let it in, closes this issue. Closed by anybody else it is opened again.',
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
  ].join('\n\n');
}

const HOW: Readonly<Record<Ending, string>> = {
  reverted: 'It was reverted',
  reviewed: 'All reviews that it owed were given',
  closed: 'The alert was closed',
};

/** What is said when an exposure has ended. */
export function endedBody({
  how,
  by,
  seconds,
}: {
  readonly how: Ending;
  readonly by: string | null;
  readonly seconds: number;
}): string {
  return `${HOW[how]}${by === null ? '' : ` by ${code(by)}`}. It was exposed for ${duration(seconds)}.`;
}

/** What is said when an alert was closed and that does not end it. */
export const reopenedBody = (why: string): string =>
  `${sentence(why)} So this is open again. Somebody with maintain access to the repository can close it who had no hand in the change and did not merge or push it; or it ends with a revert or the reviews it owes.`;

/** `3 hours 5 minutes`: the two largest units. */
export function duration(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  let rest = Math.max(0, Math.round(seconds));
  const parts = units.flatMap(([word, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [plural(count, word)];
  });
  return parts.length === 0 ? 'less than a minute' : parts.slice(0, 2).join(' ');
}
