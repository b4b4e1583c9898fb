import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Account, PullRequest, Repository } from '../../../demo/github/github.ts';

/** A delivery's event and body, as GitHub sends it. */
export interface Payload {
  readonly event: string;
  readonly body: string;
}

interface Example {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}

/** What a repository with busy pull requests sends, and how often each. */
const MIX: readonly (readonly [event: string, action: string | null, times: number])[] = [
  ['pull_request', 'opened', 2],
  ['pull_request', 'synchronize', 4],
  ['pull_request', 'labeled', 2],
  ['pull_request', 'closed', 1],
  ['pull_request_review', 'submitted', 3],
  ['issue_comment', 'created', 2],
  ['push', null, 4],
  ['check_run', 'created', 2],
  ['check_run', 'completed', 3],
  ['check_suite', 'requested', 2],
];

/** GitHub's own examples made about these pull requests: as many payloads, each different, from 6 kB to 90 kB. */
export function payloadsFor(
  pulls: readonly PullRequest[],
  installationOf: (owner: Account) => number,
): Payload[] {
  const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
  const groups = JSON.parse(readFileSync(file, 'utf8')) as readonly Example[];
  const kinds = MIX.flatMap(([event, action, times]) => {
    const examples = groups.find(({ name }) => name === event)?.examples ?? [];
    const fitting = examples.filter((example) => action === null || example['action'] === action);
    return Array.from({ length: times }, (_, index) => {
      const example = fitting[index % fitting.length];
      if (!example) throw new Error(`There is no example of ${event} ${action}.`);
      return { event, example };
    });
  });
  return pulls.map((pull, index) => {
    // A step that shares no divisor with their number: neighbours are of different kinds.
    const { event, example } = kinds[(index * 7) % kinds.length] ?? { event: 'ping', example: {} };
    return { event, body: JSON.stringify(about(example, pull, installationOf, index)) };
  });
}

/** Long descriptions make one of ten pull requests larger than most. */
const LONG = 'Some more about what this changes, and why it does.\n'.repeat(600);

function about(
  example: Readonly<Record<string, unknown>>,
  pull: PullRequest,
  installationOf: (owner: Account) => number,
  index: number,
): unknown {
  const payload = structuredClone(example) as Record<string, Record<string, unknown> & { head?: object }>;
  const { repository, number, head } = pull;
  if (payload['repository']) Object.assign(payload['repository'], namesOf(repository, payload['repository']));
  const shown = payload['pull_request'];
  if (shown) {
    Object.assign(shown, { number });
    Object.assign(shown.head ?? {}, { sha: head.sha });
    if (index % 10 === 0) Object.assign(shown, { body: LONG });
  }
  if (payload['issue']) Object.assign(payload['issue'], { number, pull_request: { url: '' } });
  return {
    ...payload,
    ...('number' in example && { number }),
    ...('after' in example && 'number' in example && { after: head.sha }),
    installation: { id: installationOf(repository.owner), node_id: 'MDIz' },
  };
}

const namesOf = ({ owner, name, id }: Repository, shown: Record<string, unknown>): object => ({
  id,
  name,
  full_name: `${owner.login}/${name}`,
  owner: { ...(shown['owner'] as object), login: owner.login, id: owner.id },
});
