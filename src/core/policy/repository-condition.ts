import type { RepositoryFacts } from '../facts/facts.ts';
import { pathMatcher } from '../facts/paths.ts';
import type { RepositoryCondition } from './policy.ts';

/**
 * What of a repository does not fit a condition, as a person reads it; empty: it fits. Custom properties that were
 * not read fit: what asks for more must not be lost because something is not known. Case does not matter.
 */
export function misfits(
  { names, topics, properties }: RepositoryCondition,
  repository: Pick<RepositoryFacts, 'name' | 'topics' | 'properties'>,
): string[] {
  const amiss: string[] = [];
  if (names && !pathMatcher(names)(repository.name)) amiss.push(`it is called ${repository.name}`);
  if (topics && !topics.some((topic) => repository.topics.includes(topic.toLowerCase()))) {
    amiss.push(
      repository.topics.length > 0 ? `its topics are ${repository.topics.join(', ')}` : 'it has no topics',
    );
  }
  const has = new Map(
    Object.entries(repository.properties ?? {}).map(([name, values]) => [name.toLowerCase(), values]),
  );
  for (const [name, wanted] of Object.entries(repository.properties ? (properties ?? {}) : {})) {
    const values = has.get(name.toLowerCase()) ?? [];
    const folded = values.map((value) => value.toLowerCase());
    if (!wanted.some((value) => folded.includes(value.toLowerCase()))) {
      amiss.push(values.length > 0 ? `${name} is ${values.join(', ')}` : `${name} is not set`);
    }
  }
  return amiss;
}
