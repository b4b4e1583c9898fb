import type { RepositoryFacts } from '../facts/facts.ts';
import { pathMatcher } from '../facts/paths.ts';
import type { RepositoryCondition } from './policy.ts';

/**
 * What of a repository does not fit a condition, as a person reads it; empty: it fits. Custom properties that were
 * not read fit: what asks for more must not be lost because something is not known.
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
  for (const [name, wanted] of Object.entries(repository.properties ? (properties ?? {}) : {})) {
    const values = repository.properties?.[name] ?? [];
    if (!wanted.some((value) => values.includes(value))) {
      amiss.push(values.length > 0 ? `${name} is ${values.join(', ')}` : `${name} is not set`);
    }
  }
  return amiss;
}
