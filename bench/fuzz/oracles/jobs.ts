import type { Command, NewJob, PublishedOn, Push } from '../../../src/ports.ts';
import { pullRequestKey, type PullRequestId } from '../../../src/ports.ts';
import {
  conversationKey,
  mergeGroupKey,
  parseConversationKey,
  parseMergeGroupKey,
  parsePullRequestKey,
  parseRepositoryKey,
  repositoryKey,
} from '../../../src/worker/keys.ts';
import { parseSweepKey, sweepKey } from '../../../src/worker/sweeps/schedule.ts';

export interface Told {
  readonly jobs: readonly NewJob[];
  readonly pushes?: readonly Push[];
  readonly forget?: PublishedOn;
  readonly command?: Command;
}

const get = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>(
    (holder, key) =>
      typeof holder === 'object' && holder !== null && Object.hasOwn(holder, key)
        ? (holder as Record<string, unknown>)[key]
        : undefined,
    value,
  );

/** Of mutants not even `String` can be asked. */
function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = get(value, ...keys);
  return typeof found === 'string' ? found : '?';
}

/** What each kind's key reads as, and back again; a key that only some other kind reads is no key of this one. */
const AGAIN: Readonly<Record<NewJob['kind'], (key: string) => string>> = {
  pull_request: (key) => pullRequestKey(parsePullRequestKey(key)),
  merge_group: (key) => mergeGroupKey(parseMergeGroupKey(key)),
  conversation: (key) => conversationKey(parseConversationKey(key)),
  repository: (key) => repositoryKey(parseRepositoryKey(key)),
  installation: (key) => `installation:${Number(/^installation:(\d+)$/.exec(key)?.[1])}`,
  sweep: (key) => {
    const { what, part } = parseSweepKey(key);
    return sweepKey(what, part ?? undefined);
  },
};

/** No name on GitHub has a colon in it, so that what begins with `sweep:` or `conversation:` is nothing else. */
function kindsOf(key: string): string[] {
  if (key.startsWith('sweep:')) return AGAIN.sweep(key) === key ? ['sweep'] : [];
  if (key.startsWith('conversation:')) return AGAIN.conversation(key) === key ? ['conversation'] : [];
  return Object.entries(AGAIN).flatMap(([kind, again]) => {
    try {
      return again(key) === key ? [kind] : [];
    } catch {
      return [];
    }
  });
}

/** Every number of a pull request that the payload names anywhere it may name one. */
function numbersIn(payload: unknown): Set<unknown> {
  const listed = (of: string): unknown[] => {
    const list = get(payload, of, 'pull_requests');
    return Array.isArray(list) ? list.map((one) => get(one, 'number')) : [];
  };
  const told = /#(\d+)@/.exec(textAt(payload, 'check_run', 'external_id'))?.[1];
  return new Set([
    get(payload, 'number'),
    get(payload, 'pull_request', 'number'),
    get(payload, 'issue', 'number'),
    Number(told),
    ...listed('check_run'),
    ...listed('check_suite'),
  ]);
}

/** What is wrong with what a delivery made the server note: it may speak of nothing but what the payload names. */
export function wrongIn(payload: unknown, told: Told): string[] {
  const owner = textAt(payload, 'repository', 'owner', 'login');
  const name = textAt(payload, 'repository', 'name');
  const here = `${owner}/${name}`;
  const added = get(payload, 'repositories_added');
  const others = new Set(Array.isArray(added) ? added.map((one) => get(one, 'full_name')) : []);
  const numbers = numbersIn(payload);
  const ofPullRequest = (id: PullRequestId, what: string): string[] =>
    repositoryKey(id) === here && numbers.has(id.number)
      ? []
      : [`${what} is of ${pullRequestKey(id)}, not of ${here}`];
  const ofJob = ({ kind, key, installationId }: NewJob): string[] => {
    const kinds = kindsOf(key);
    if (kinds.join() !== kind)
      return [`a job of kind ${kind} has a key that reads as ${kinds.join() || 'none'}: ${key}`];
    if (/(^|\/)\.{1,2}([/#@]|$)/.test(key)) return [`a key climbs out of its place: ${key}`];
    if (installationId !== get(payload, 'installation', 'id'))
      return [`a job is of installation ${installationId}`];
    if (kind === 'installation')
      return key === `installation:${installationId}` ? [] : [`a job has the key ${key}`];
    if (kind === 'sweep') {
      const team = `${textAt(payload, 'organization', 'login')}/${textAt(payload, 'team', 'slug')}`;
      const branch = `${here}@${textAt(payload, 'ref').replace(/^refs\/heads\//, '')}`;
      const issue = `${here}#${String(get(payload, 'issue', 'number'))}`;
      const { what, part } = parseSweepKey(key);
      const expected = { branches: branch, alert: issue }[what] ?? team.toLowerCase();
      return part === expected ? [] : [`a job is of ${key}, not of ${expected}`];
    }
    if (kind === 'pull_request') return ofPullRequest(parsePullRequestKey(key), 'a job');
    if (kind === 'conversation') return ofPullRequest(parseConversationKey(key), 'a job');
    if (kind === 'repository')
      return key === here || others.has(key) ? [] : [`a job is of ${key}, not of ${here}`];
    return repositoryKey(parseMergeGroupKey(key)) === here ? [] : [`a job is of ${key}, not of ${here}`];
  };
  return [
    ...told.jobs.flatMap(ofJob),
    ...(told.pushes ?? []).flatMap((push) => ofPullRequest(push.pullRequest, 'a push')),
    ...(told.command ? ofPullRequest(told.command.pullRequest, 'a command') : []),
    ...(told.forget && repositoryKey(told.forget.repository) !== here
      ? ['what is forgotten is elsewhere']
      : []),
  ];
}
