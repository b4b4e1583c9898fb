import type { Role, SignalKind, Strength } from './agent.ts';

/** A place where a sign of an agent can be, and what it is worth there. */
export interface Place {
  readonly where: string;
  readonly kinds: readonly SignalKind[];
  readonly strength: Strength;
  /** The most that can be concluded there; an agent's own row may say less. */
  readonly role: Role;
  /** True: the role holds whatever the row says, because the account itself acted. */
  readonly acted: boolean;
}

/**
 * What a sign is worth depends on where it was seen, not on the agent. The only place for these values:
 * detection reads them, docs/agents.md is made from them.
 */
export const PLACES = {
  opener: {
    where: 'the account that opened the pull request',
    kinds: ['login'],
    strength: 'attested',
    role: 'authored',
    acted: true,
  },
  pusher: {
    where: 'an account that pushed to the head branch',
    kinds: ['login'],
    strength: 'attested',
    role: 'coauthored',
    acted: true,
  },
  authorSigner: {
    where: 'the verified signer of a commit that also names the agent as author',
    kinds: ['login'],
    strength: 'attested',
    role: 'authored',
    acted: true,
  },
  signer: {
    where: 'the verified signer of a commit that someone else wrote',
    kinds: ['login'],
    strength: 'attested',
    role: 'assisted',
    acted: true,
  },
  author: {
    where: "a commit's author: name, e-mail, or the account that GitHub finds for the e-mail",
    kinds: ['name', 'email', 'login'],
    strength: 'declared',
    role: 'authored',
    acted: false,
  },
  committer: {
    where: "a commit's committer, when someone else is its author",
    kinds: ['name', 'email', 'login'],
    strength: 'declared',
    role: 'assisted',
    acted: false,
  },
  coAuthor: {
    where: 'a co-author or sign-off line of a commit message',
    kinds: ['trailer', 'name', 'email', 'login'],
    strength: 'declared',
    role: 'coauthored',
    acted: false,
  },
  trailer: {
    where: 'a trailer that the agent itself adds to commit messages',
    kinds: ['trailer'],
    strength: 'declared',
    role: 'authored',
    acted: false,
  },
  message: {
    where: 'a line of a commit message outside code, quotations and comments',
    kinds: ['message'],
    strength: 'declared',
    role: 'authored',
    acted: false,
  },
  body: {
    where: "a line of the pull request's body, likewise",
    kinds: ['body'],
    strength: 'declared',
    role: 'authored',
    acted: false,
  },
  note: {
    where: "git-ai's authorship note on a commit, where it gives lines to an agent",
    kinds: ['note'],
    strength: 'declared',
    role: 'coauthored',
    acted: false,
  },
  trace: {
    where: 'an Agent Trace record that the change adds, about a file of the same change',
    kinds: ['file'],
    strength: 'declared',
    role: 'coauthored',
    acted: false,
  },
  branch: {
    where: 'the name of the head branch',
    kinds: ['branch'],
    strength: 'circumstantial',
    // An agent was near; what it did, a name cannot tell.
    role: 'assisted',
    acted: false,
  },
  label: {
    where: 'a label',
    kinds: ['label'],
    strength: 'circumstantial',
    role: 'assisted',
    acted: false,
  },
} as const satisfies Record<string, Place>;

export type PlaceName = keyof typeof PLACES;
