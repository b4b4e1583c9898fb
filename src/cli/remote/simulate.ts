import { gitHubSource } from '../../adapters/github/source.ts';
import type { PullRequestFacts } from '../../core/facts/facts.ts';
import type { OtherPolicy } from '../../core/policy/other-policy.ts';
import { comparisonText, differences } from '../../core/render/comparison/comparison.ts';
import { explainText } from '../../core/render/explain.ts';
import { SCHEMA } from '../../core/render/json.ts';
import { pullRequestJson } from '../../core/render/pull-request-json.ts';
import { judgeTwice } from '../../evaluation/judge-twice.ts';
import type { Evaluation } from '../../pipeline.ts';
import type { Environment } from '../../server/configuration.ts';
import { InputError, note, readText } from '../local/input.ts';
import { endWithReader, print } from '../local/output.ts';
import type { Remote } from './github.ts';
import { paintFor } from './paint.ts';
import { replay } from './replay.ts';
import { slowly } from '../local/slowly.ts';
import { openStoreIfAny } from './stores.ts';
import { pullRequestNamed, repositoryNamed } from './target.ts';

export interface SimulateOptions {
  readonly policy?: string;
  readonly floor?: string;
  /** true: as many as usual. */
  readonly last?: number | true;
  readonly explain?: true;
  readonly data?: string;
  readonly json?: true;
}

const USUAL = 100;

/** Judges by other files what is judged by today's, and prints what that changes. */
export async function simulate(
  target: string,
  options: SimulateOptions,
  github: Remote,
  environment: Environment,
): Promise<void> {
  const files = readFiles(options);
  const repository = repositoryNamed(target);
  if (options.last === undefined && repository) {
    throw new InputError(`${target} is a repository: name a pull request of it, or replay with --last.`);
  }
  if (options.last !== undefined && !repository) {
    throw new InputError(`--last replays a repository: write owner/repo, not "${target}".`);
  }
  endWithReader();
  const { store, close } = await openStoreIfAny(options.data, environment);
  try {
    if (repository) {
      const last = typeof options.last === 'number' ? options.last : USUAL;
      return await replay(repository, files, { last, json: options.json === true }, github, store);
    }
    const id = pullRequestNamed(target, github.webUrl);
    const source = gitHubSource(github.access);
    const { now, other } = await slowly(`Reading ${target} ...`, judgeTwice(id, files, { source, store }));
    if (now.policy.strict !== null) note(now.policy.strict);
    await print(
      options.json
        ? `${JSON.stringify(comparisonJson(now, other))}\n`
        : `${about(now.facts)}\n${comparisonText(now.decision, other.decision)}${
            options.explain
              ? `\n${explainText(other.decision, other.facts, paintFor(process.stdout, environment))}`
              : ''
          }`,
    );
  } finally {
    await close();
  }
}

function readFiles({ policy, floor }: SimulateOptions): OtherPolicy {
  if (policy === undefined && floor === undefined) {
    throw new InputError('Name the file to judge by: --policy FILE, --floor FILE, or both.');
  }
  return {
    policy: policy === undefined ? null : { path: policy, text: readText(policy), sha: 'given' },
    floor: floor === undefined ? null : { path: floor, text: readText(floor), sha: 'given' },
  };
}

const about = ({ repository, number, headSha }: PullRequestFacts): string =>
  `${repository.owner}/${repository.name}#${number} at ${headSha.slice(0, 7)}`;

const comparisonJson = (now: Evaluation, other: Evaluation): object => ({
  schema: SCHEMA,
  now: pullRequestJson(now.facts, now.policy, now.decision),
  other: pullRequestJson(other.facts, other.policy, other.decision),
  differences: differences(now.decision, other.decision),
});
