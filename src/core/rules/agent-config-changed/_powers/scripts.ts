import { command, hooks } from './commands.ts';
import { at, list, power, withoutVersions, type Power } from './power.ts';

/** Hooks that run nothing: their entry is a pattern to look for, or a message. */
const RUNS_NOTHING = /^(?:pygrep|fail)$/;

/** Hooks of pre-commit. What a published hook is told to do is as ordinary as its version. */
export const preCommit = (root: unknown): Power[] =>
  list(at(root, 'repos')).flatMap((repo) =>
    list(at(repo, 'hooks')).flatMap((hook) => {
      const language = at(hook, 'language');
      if (typeof language === 'string' && RUNS_NOTHING.test(language)) return [];
      const [from, id, entry] = [at(repo, 'repo'), at(hook, 'id'), at(hook, 'entry')];
      return typeof entry === 'string'
        ? command('automatic', entry, `${from} ${id}`)
        : power('automatic', { from, id }, 'pre-commit', `${id ?? ''}`);
    }),
  );

export const lefthook = (root: unknown): Power[] => hooks('automatic', root);

const COMMENT = /^(?:#|\/\/|\*|\/\*|::|rem\b)/i;

/** Lines that do nothing beyond the script itself. */
const INERT =
  /^(?:(?:echo|printf|Write-Host|Write-Output|cd|pushd|popd|set|setlocal|exit|return|break|continue|shift|local|readonly|declare|unset|true|false|sleep|wait|console\.log|print)\b[^|;&`$<>]*|(?:then|else|fi|do|done|esac|end|try|finally|in|[{}()\][;,]{1,4})|(?:export|set|ENV)?\s{0,4}[A-Za-z_]\w{0,60}=(?:[\w./:,-]{0,200}|"[\w./:, -]{0,200}"|'[\w./:, -]{0,200}')|set\s{1,4}\w{1,60}=[\w./:, -]{0,200}|\. "\$\(dirname (?:-- )?"\$0"\)\/_\/husky\.sh")$/;

/** Standard words of direnv, which set up what the folder has. */
const DIRENV =
  /^(?:use|layout|dotenv|dotenv_if_exists|PATH_add|path_add|watch_file|source_up|source_up_if_exists|strict_env|env_vars_required)\b[^|;&`$<>]*$/;

/** A sentence that is kept for later: quoted, with nothing to put in, under a name that is not a command's. */
const SENTENCE =
  /^(?:(?:export|local|readonly)\s{1,4})?(?!\w{0,60}(?:cmd|command|exec|script|shell|run|args?|opts?|options|flags|url|path|bin|prog|tool|hook|env|prompt)\w{0,60}=)[a-z_]\w{0,60}=(?:"[A-Za-z][^"$`\\]{0,450}"|'[A-Za-z][^']{0,450}')$/i;

/** Switches set for one command, unless their name says that they make it less safe or load something. */
const SWITCHES =
  /^(?:(?!\w{0,60}(?:TLS|SSL|VERIFY|SECUR|SKIP|TRUST|HUSKY|HOOK|SAFE|ALLOW|FORCE|CHECK|SUM|PATH|LD_|OPTIONS|DANGER|BYPASS|AUTH|SIGN))[A-Z_]\w{0,60}=(?:[01]|true|false|on|off|yes|no)\s{1,4}){1,5}(?=\S)/i;

/** The lines of a script that do something: no comment, no message, no constant. */
export function scriptPowers(text: string): Power[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(
      (line) =>
        line !== '' &&
        !COMMENT.test(line) &&
        !INERT.test(line.slice(0, 500)) &&
        !SENTENCE.test(line.slice(0, 500)) &&
        !DIRENV.test(line.slice(0, 500)),
    )
    .map((line) => ({
      kind: 'script',
      identity: withoutVersions(line.replace(SWITCHES, '').replace(/\s+/g, ' ')),
      text: line,
    }));
}
