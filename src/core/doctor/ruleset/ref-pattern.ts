/** Whether a pattern means a branch. `unknown`: it can be read in two ways, or not at all. */
export type Match = 'yes' | 'no' | 'unknown';

/**
 * Matches a pattern of a ruleset's conditions as GitHub does: `~ALL`, `~DEFAULT_BRANCH`, or Ruby's fnmatch with
 * FNM_PATHNAME on the full ref, in which `*` stays within a part of the path and a part `**` stands for any number of
 * them. What GitHub does not document, or documents as unsupported, is not guessed at.
 */
export function matchRef(pattern: string, branch: string, defaultBranch: string): Match {
  const ref = `refs/heads/${branch}`;
  if (pattern === '~ALL' || pattern === ref) return 'yes';
  if (pattern === '~DEFAULT_BRANCH') return branch === defaultBranch ? 'yes' : 'no';
  if (pattern.startsWith('~') || UNSURE.test(pattern)) return 'unknown';
  try {
    const narrow = toRegExp(pattern, '[^/]*');
    const wide = toRegExp(pattern, '.*');
    const readings = [narrow.test(ref), wide.test(ref)];
    // Pages add `refs/heads/` by themselves; what an API call without it means is not documented.
    if (!pattern.startsWith('refs/')) readings.push(narrow.test(branch));
    if (readings.every(Boolean)) return 'yes';
    return readings.some(Boolean) ? 'unknown' : 'no';
  } catch {
    return 'unknown';
  }
}

/** Escapes, braces, and sets of characters that are empty, negated, nested or not closed. */
const UNSURE = /[\\{}]|\[[!^\]]|\[[^\]]*(?:\[|$)/;

const TOKEN = /\*\*\/|\*+|\?|\[[^\]]*\]|[^*?[]/g;

/** @param stars what two stars in the middle or at the end of a part stand for */
function toRegExp(pattern: string, stars: string): RegExp {
  const source = pattern.replaceAll(TOKEN, (token, at: number) => {
    if (token === '**/') return at === 0 || pattern[at - 1] === '/' ? '(?:[^/]+/)*' : `${stars}/`;
    if (token === '*') return '[^/]*';
    if (token.startsWith('*')) return stars;
    if (token === '?') return '[^/]';
    return token.length > 1 ? token : token.replace(/[$()+.^|]/, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`);
}
