import type { Account, CommitFacts, CommitPerson, PullRequestFacts } from '../facts/facts.ts';
import type { Attribution, SignalKind } from './agent.ts';
import { botAccount, botPerson } from './bots.ts';
import { detections, sighting } from './evidence.ts';
import type { Sighting } from './evidence.ts';
import { matchText, Recogniser } from './match.ts';
import type { Identity, Match } from './match.ts';
import type { PlaceName } from './places.ts';
import { readMessage } from './trailers.ts';

/** Signs in a commit's author or committer. */
function inPerson(who: Recogniser, person: CommitPerson, place: PlaceName, commit: string): Sighting[] {
  const at = (kind: SignalKind, value: string, found: readonly Match[]): Sighting[] =>
    found.map((one) => sighting(place, one, { kind, value, commit }));
  const byEmail = who.email(person.email);
  return [
    ...at('email', `${person.name} <${person.email}>`, byEmail),
    // The name is free text: it tells something only where the e-mail does not.
    ...(byEmail.length > 0 ? [] : at('name', person.name, matchText('name', person.name))),
    ...(person.account ? at('login', person.account.login, who.account(person.account)) : []),
  ];
}

/** Signs in a commit message; a pull request's body is read the same way. */
function inText(who: Recogniser, text: string, commit: string | null): Sighting[] {
  const message = readMessage(text);
  const kind = commit === null ? 'body' : 'message';
  const inTrailers = message.trailers.flatMap((trailer) => {
    const { whole, matches } = who.trailer(trailer);
    const place = whole ? 'trailer' : 'coAuthor';
    const seen = { kind: commit === null ? kind : 'trailer', value: trailer.text, commit } as const;
    return matches.map((match) => sighting(place, match, seen));
  });
  const inLines = message.lines.flatMap((value) =>
    matchText(kind, value).map((match) => sighting(kind, match, { kind, value, commit })),
  );
  return [...inTrailers, ...inLines];
}

function inCommit(who: Recogniser, commit: CommitFacts): Sighting[] {
  const { sha, author, committer, coAuthors, signature, message } = commit;
  const byAuthor = inPerson(who, author, 'author', sha);
  const wrote = new Set(byAuthor.map((one) => one.agent));
  const signer = signature?.verified === true ? signature.signer : null;
  return [
    ...byAuthor,
    ...inPerson(who, committer, 'committer', sha).filter((one) => !wrote.has(one.agent)),
    ...coAuthors.flatMap((person) => inPerson(who, person, 'coAuthor', sha)),
    ...(signer ? who.account(signer) : []).map((one) =>
      sighting(wrote.has(one.agent) ? 'authorSigner' : 'signer', one, {
        kind: 'login',
        value: signer?.login ?? '',
        commit: sha,
      }),
    ),
    ...inText(who, message, sha),
  ];
}

function attributionOf(
  who: Recogniser,
  commits: readonly CommitFacts[],
  more: readonly Sighting[],
  accounts: readonly Account[],
): Attribution {
  const bots = new Set<string>();
  const unattributed: string[] = [];
  const sightings = [...more];
  for (const account of accounts) {
    const bot = who.account(account).length > 0 ? null : botAccount(account);
    if (bot !== null) bots.add(bot);
  }
  for (const commit of commits) {
    const seen = inCommit(who, commit);
    for (const one of seen) sightings.push(one);
    const isAgent = (person: CommitPerson): boolean => inPerson(who, person, 'author', commit.sha).length > 0;
    for (const person of [commit.author, commit.committer]) {
      const bot = isAgent(person) ? null : botPerson(person);
      if (bot !== null) bots.add(bot);
    }
    // An agent that only helped, or a bot that only committed, names nobody who wrote it.
    const made = seen.some((one) => one.role !== 'assisted') || botPerson(commit.author) !== null;
    if (commit.author.account === null && !made) unattributed.push(commit.sha);
  }
  return { agents: detections(sightings), bots: [...bots].toSorted(), unattributed };
}

/**
 * Who made one commit. Nothing is attested but by a verified signature, and nothing is known of a pull request.
 * Takes the facts and the organisation's own machine users; never fails.
 */
export function attributeCommit(commit: CommitFacts, identities: readonly Identity[]): Attribution {
  return attributionOf(new Recogniser(identities), [commit], [], []);
}

/** Signs in a branch's or a label's name. */
function inName(kind: 'branch' | 'label', value: string): Sighting[] {
  return matchText(kind, value).map((match) => sighting(kind, match, { kind, value, commit: null }));
}

/**
 * Who made the change of a pull request: the agents with their evidence, other automation, and the commits
 * nobody can be named for. Takes the facts and the organisation's own machine users; never fails.
 */
export function attribute(facts: PullRequestFacts, identities: readonly Identity[]): Attribution {
  const who = new Recogniser(identities);
  const acted = (place: PlaceName, account: Account): Sighting[] =>
    who
      .account(account)
      .map((one) => sighting(place, one, { kind: 'login', value: account.login, commit: null }));
  const pushers = facts.involvements.filter((one) => one.hand === 'pushed').map((one) => one.account);
  const openers = facts.author ? [facts.author] : [];
  return attributionOf(
    who,
    facts.commits,
    [
      ...openers.flatMap((account) => acted('opener', account)),
      ...pushers.flatMap((account) => acted('pusher', account)),
      ...inText(who, facts.body, null),
      ...inName('branch', facts.headRef),
      ...facts.labels.flatMap((label) => inName('label', label)),
    ],
    [...openers, ...pushers],
  );
}
