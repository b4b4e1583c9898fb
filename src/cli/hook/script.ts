/** By this line our hook is told from others. */
export const MARK = '# Written by `agentguard hook install`; `agentguard hook uninstall` takes it away.';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The hook: a few lines of shell, so that a push is never lost to a Node.js that moved away. */
export const hookScript = ({
  node,
  main,
  before,
}: {
  readonly node: string;
  readonly main: string;
  readonly before: string;
}): string => `#!/bin/sh
${MARK}
# Checks what is about to be pushed. For once without it: git push --no-verify
node=${quoted(node)}
main=${quoted(main)}

refs=$(cat)
refs_again() {
  if [ -n "$refs" ]; then printf '%s\\n' "$refs"; fi
}

# The hook that was here before decides first.
if [ -x "$0${before}" ]; then
  refs_again | "$0${before}" "$@" || exit $?
fi

[ -x "$node" ] || node=node
if [ ! -f "$main" ] || ! command -v "$node" >/dev/null 2>&1; then
  echo "AgentGuard did not check this push: $main cannot be run any more." >&2
  echo "Install the hook again (agentguard hook install), or take it away: rm \\"$0\\"" >&2
  exit 0
fi
refs_again | "$node" "$main" hook run "$@"
`;
