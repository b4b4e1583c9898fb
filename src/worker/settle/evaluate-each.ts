import type { RepositoryId } from '../../core/facts/facts.ts';
import type { Evaluation } from '../../pipeline.ts';
import type { World } from '../world.ts';

/** One after another: what each loads is dropped before the next begins, since all of them may be large. */
export async function evaluateEach(
  { owner, name }: RepositoryId,
  numbers: readonly number[],
  world: World,
): Promise<Evaluation[]> {
  const evaluations: Evaluation[] = [];
  for (const number of numbers) {
    const id = { owner, name, number };
    evaluations.push(await world.evaluate(id, await world.source.snapshot(id), world));
  }
  return evaluations;
}
