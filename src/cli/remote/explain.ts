import { gitHubSource } from '../../adapters/github/source.ts';
import { explainText } from '../../core/render/explain.ts';
import { pullRequestJson } from '../../core/render/pull-request-json.ts';
import { evaluate, type Evaluation, type Reads } from '../../pipeline.ts';
import { pullRequestKey, type PullRequestId } from '../../ports.ts';
import type { Environment } from '../../server/configuration.ts';
import { NOT_ALLOWED } from '../exit-codes.ts';
import { endWithReader, print } from '../local/output.ts';
import type { Remote } from './github.ts';
import { paintFor } from './paint.ts';
import { slowly } from '../local/slowly.ts';
import { openStoreIfAny } from './stores.ts';
import { asWritten, pullRequestNamed } from './target.ts';

/** Evaluates a pull request as the app would, prints how the policy applies, and sets the exit code. */
export async function explain(
  text: string,
  options: { readonly data?: string; readonly json?: true },
  github: Remote,
  environment: Environment,
): Promise<void> {
  const id = pullRequestNamed(text, github.webUrl);
  endWithReader();
  const { store, close } = await openStoreIfAny(options.data, environment);
  const reads = { source: gitHubSource(github.access), store };
  const reading = `Reading ${pullRequestKey(id)} ...`;
  const { facts, policy, decision } = await slowly(reading, evaluateNow(id, reads)).finally(close);
  await print(
    options.json
      ? `${JSON.stringify(pullRequestJson(facts, policy, decision))}\n`
      : explainText(decision, facts, paintFor(process.stdout, environment)),
  );
  if (decision.outcome !== 'allow') process.exitCode = NOT_ALLOWED;
}

async function evaluateNow(asked: PullRequestId, reads: Reads): Promise<Evaluation> {
  const facts = await reads.source.snapshot(asked);
  return evaluate(asWritten(facts), facts, reads);
}
