import { createRequire } from 'node:module';
import { mutateJson } from './json.ts';
import type { Random } from '../random.ts';

export interface Example {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** All payloads of @octokit/webhooks-examples, as an installed app gets them. */
export function examples(): Example[] {
  const listed = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
    name: string;
    examples: Record<string, unknown>[];
  }[];
  return listed.flatMap(({ name, examples: of }) =>
    of.map((payload) => ({ event: name, payload: { ...payload, installation: { id: 42 } } })),
  );
}

/** What the server reads, or could read by mistake. */
const READ = new Set([
  'action',
  'installation',
  'id',
  'repository',
  'name',
  'full_name',
  'owner',
  'login',
  'number',
  'pull_request',
  'issue',
  'comment',
  'body',
  'user',
  'type',
  'sender',
  'head',
  'base',
  'sha',
  'ref',
  'before',
  'after',
  'commits',
  'added',
  'modified',
  'removed',
  'forced',
  'default_branch',
  'check_run',
  'check_suite',
  'head_sha',
  'head_branch',
  'external_id',
  'pull_requests',
  'merge_group',
  'base_ref',
  'repositories_added',
  'requested_action',
  'identifier',
  'created_at',
  'performed_via_github_app',
  'repo',
]);

/** Events whose actions are acted on; the examples have many others. */
const ACTED_ON = new Set([
  'pull_request',
  'pull_request_review',
  'issue_comment',
  'check_run',
  'check_suite',
  'merge_group',
  'push',
  'installation_repositories',
  'repository_ruleset',
]);
const ACTIONS = [
  'opened',
  'synchronize',
  'reopened',
  'edited',
  'closed',
  'created',
  'submitted',
  'rerequested',
  'requested_action',
  'checks_requested',
  'added',
  'member_added',
];

const SHA = /^[0-9a-f]{40}$/;

/** A delivery: a header and a document. */
export interface Delivered {
  event: string;
  payload: Record<string, unknown>;
}

/** An example with something wrong with it. */
export function mutant(all: readonly Example[], random: Random): Delivered {
  const read = all.filter(({ event }) => ACTED_ON.has(event));
  const { event, payload } = random.pick(random.once(3) ? all : read);
  const made: Delivered = { event, payload: structuredClone(payload) as Record<string, unknown> };
  if (random.once(4)) made.payload['action'] = random.pick(ACTIONS);
  if (random.once(3)) speakToUs(made.payload, random);
  if (random.once(12)) made.event = random.pick(all).event;
  if (!random.once(10)) mutateJson(made.payload, READ, random);
  return made;
}

/** What examples of checks and comments need to be about this app: our check's name, a command, a queue's branch. */
function speakToUs(payload: Record<string, unknown>, random: Random): void {
  const run = payload['check_run'] as Record<string, unknown> | undefined;
  if (run && typeof run === 'object') {
    run['name'] = random.pick(['AgentGuard', 'AgentGuard: main', 'AgentGuard (observing)', 'AgentGuardX']);
    const of = random.pick([
      'Codertocat/Hello-World',
      'codertocat/hello-world',
      'other/Hello-World',
      '../..',
    ]);
    run['external_id'] =
      `${of}#${random.pick(['2', '0', '-1', '99999999999', '7 ', '1e3'])}@${'a'.repeat(40)}`;
    payload['requested_action'] = { identifier: random.pick(['recheck', 'request-reviewers', 'override']) };
    const suite = run['check_suite'] as Record<string, unknown> | null | undefined;
    if (suite && random.once(2)) {
      suite['head_branch'] =
        `gh-readonly-queue/${random.pick(['main', 'a/b', '../x'])}/pr-2-${'b'.repeat(40)}`;
    }
  }
  const comment = payload['comment'] as Record<string, unknown> | undefined;
  if (comment && typeof comment === 'object') {
    comment['body'] = random.pick([
      '/agentguard explain',
      '/agentguard waive 1a2b3c4d because',
      '@claude fix',
      '@copilot',
    ]);
    const issue = payload['issue'] as Record<string, unknown> | undefined;
    if (issue && typeof issue === 'object') issue['pull_request'] = {};
  }
}

/** As text, seldom with what no serializer writes: numbers too large, keys twice, an end too early. */
export function bodyOf({ payload }: Delivered, random: Random): string {
  const body = JSON.stringify(payload);
  if (!random.once(6)) return body;
  switch (random.int(5)) {
    case 0:
      return body.replace(/:\d+/g, (written) => (random.once(9) ? ':9007199254740993' : written));
    case 1:
      return body.replace(/:\d+/g, (written) => (random.once(9) ? ':1e999' : written));
    case 2:
      return body.replace(/^\{/, `{"number":${random.int(9)},"action":"opened","__proto__":{"id":1},`);
    case 3:
      return body.slice(0, random.int(body.length));
    default:
      return random.pick([
        `\ufeff${body}`,
        `[${body}]`,
        `${body}${body}`,
        '',
        'null',
        '"{}"',
        '\0',
        '['.repeat(100_000),
      ]);
  }
}

export const isSha = (value: unknown): boolean => typeof value === 'string' && SHA.test(value);
