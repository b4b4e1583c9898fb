import type { PullRequestFacts } from '../facts/facts.ts';
import { namesIn, type NamedTeam } from './names.ts';
import { KNOWN, type Known } from './parse.ts';

/** The teams that the policy which a pull request brings names, see `namesIn`. */
export const teamsNamed = (
  facts: Pick<PullRequestFacts, 'files' | 'floor' | 'repository'>,
  known: Known = KNOWN,
): readonly NamedTeam[] => namesIn(facts, known).teams;
