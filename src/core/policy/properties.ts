import type { PullRequestFacts, TextFile } from '../facts/facts.ts';
import { KNOWN, parsePolicy, type Known } from './parse.ts';
import type { PolicyStatements } from './policy.ts';

/**
 * Whether the floor or the repository's file asks for custom properties of repositories anywhere, so that they have to
 * be read. Cheap where neither does.
 */
export function propertiesAsked(
  { floor, policyFile }: Pick<PullRequestFacts, 'floor' | 'policyFile'>,
  known: Known = KNOWN,
): boolean {
  const files = [floor.state === 'present' ? floor.file : null, policyFile];
  return files.some((file) => file !== null && asks(file, known));
}

function asks(file: TextFile, known: Known): boolean {
  if (!file.text.includes('properties')) return false;
  const { policy } = parsePolicy(file, known);
  // What cannot be read by itself, because it names an agent of the floor's for instance, may well ask.
  return policy === null || named(policy.says);
}

const named = ({ reviews = [], groups = [] }: PolicyStatements): boolean =>
  reviews.some((entry) => entry.repository?.properties !== undefined) ||
  groups.some(({ repositories, says }) => repositories.properties !== undefined || named(says));
