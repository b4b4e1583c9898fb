import type {
  Account,
  CommitFacts,
  CommitPerson,
  FileChange,
  Involvement,
  PullRequestFacts,
} from '../facts/facts.ts';
import type { Attribution, Match, SignalKind } from './agent.ts';
import { botAccount, botPerson } from './bots.ts';
import { detections, sighting } from './evidence.ts';
import type { Sighting } from './evidence.ts';
import { footerAgent, pairedAgents } from './generic.ts';
import { matchText, Recogniser, stronger } from './match.ts';
import type { Identity } from './match.ts';
import { noteTools } from './records/note.ts';
import type { PlaceName } from './places.ts';
import { traceRecords } from './records/trace.ts';
import { readMessage } from './text/trailers.ts';
import type { Trailer } from './text/trailers.ts';

/** Signs in a commit's author or committer. */
function inPerson(who: Recogniser, person: CommitPerson, place: PlaceName, commit: string): Sighting[] {
  const { name, email, account } = person;
  const at = (kind: SignalKind, value: string, found: readonly Match[]): Sighting[] =>
    found.map((one) => sighting(place, one, { kind, value, commit }));
  const byEmail = who.email(email);
  return [
    ...at('email', `${name} <${email}>`, byEmail),
    // The name is free text: it tells something only where the e-mail tells less.
    ...at('name', name, stronger(matchText('name', name), byEmail)),
    ...(account ? at('login', account.login, who.account(account)) : []),
  ];
}

/** Signs in a commit message; a pull request's body is read the same way. */
function inText(who: Recogniser, text: string, commit: string | null): Sighting[] {
  const message = readMessage(text);
  const kind = commit === null ? 'body' : 'message';
  const at = (place: PlaceName, trailer: Trailer, matches: readonly Match[]): Sighting[] =>
    matches.map((match) =>
      sighting(place, match, { kind: commit === null ? kind : 'trailer', value: trailer.text, commit }),
    );
  // A squash merge repeats its trailers for every commit that it swallowed.
  const trailers = new Map(message.trailers.map((trailer) => [trailer.text, trailer] as const)).values();
  const inTrailers = [...trailers].flatMap((trailer) => {
    const { whole, matches } = who.trailer(trailer);
    const byMailbox = whole ? stronger(who.maker(trailer), matches) : [];
    return [...at(whole ? 'trailer' : 'coAuthor', trailer, matches), ...at('coAuthor', trailer, byMailbox)];
  });
  const inLines = [...new Set(message.lines)].flatMap((value) => {
    const listed = matchText(kind, value);
    const footer = listed.length > 0 ? null : footerAgent(value);
    return [...listed, ...(footer ? [footer] : [])].map((match) =>
      sighting(kind, match, { kind, value, commit }),
    );
  });
  const pairs = pairedAgents(message).filter(({ trailer }) => who.trailer(trailer).matches.length === 0);
  return [
    ...inTrailers,
    ...inLines,
    ...pairs.flatMap(({ trailer, match }) => at('coAuthor', trailer, [match])),
  ];
}

/** Signs in the authorship note of a commit. */
function inNote(note: string, commit: string): Sighting[] {
  return noteTools(note).map(({ agent, name }) =>
    sighting('note', { agent, name, role: 'coauthored', fits: true }, { kind: 'note', value: name, commit }),
  );
}

function inCommit(who: Recogniser, commit: CommitFacts): Sighting[] {
  const { sha, author, committer, coAuthors, signature, message, note } = commit;
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
    ...(note === undefined ? [] : inNote(note, sha)),
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
    // A mailbox of automation is text that anyone can write, so it takes no suspicion away; and an agent that only
    // helped names nobody who wrote it.
    const made = seen.some((one) => one.role !== 'assisted');
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

/** Signs in Agent Trace records that the change adds. */
function inTraces(files: readonly FileChange[]): Sighting[] {
  return traceRecords(files).flatMap(({ path, tools }) =>
    tools.map(({ agent, name }) =>
      sighting(
        'trace',
        { agent, name, role: 'coauthored', fits: true },
        { kind: 'file', value: `${path}: ${name}`, commit: null },
      ),
    ),
  );
}

/** The commits of the change that a push brought: from what it left the branch at back to what it found there. */
function pushedCommits({ pushes = [] }: Involvement, commits: ReadonlyMap<string, CommitFacts>): string[] {
  const found = new Set<string>();
  for (const { before, after } of pushes) {
    const waiting = [after];
    for (let sha = waiting.pop(); sha !== undefined; sha = waiting.pop()) {
      const commit = sha === before || found.has(sha) ? undefined : commits.get(sha);
      if (!commit) continue;
      found.add(sha);
      waiting.push(...commit.parents);
    }
  }
  return [...found];
}

/** Signs in who pushed: on each commit that it brought, or on the whole where none of them is left. */
function inPushes(who: Recogniser, facts: PullRequestFacts): Sighting[] {
  const commits = new Map(facts.commits.map((commit) => [commit.sha, commit]));
  return facts.involvements
    .filter(({ hand }) => hand === 'pushed')
    .flatMap((one) => {
      const matches = who.account(one.account);
      const brought = matches.length > 0 ? pushedCommits(one, commits) : [];
      const places = brought.length > 0 ? brought : [null];
      return matches.flatMap((match) =>
        places.map((commit) =>
          sighting('pusher', match, { kind: 'login', value: one.account.login, commit }),
        ),
      );
    });
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
      ...inPushes(who, facts),
      ...inText(who, facts.body, null),
      ...inName('branch', facts.headRef),
      ...facts.labels.flatMap((label) => inName('label', label)),
      ...inTraces(facts.files),
    ],
    [...openers, ...pushers],
  );
}
