import type { Agent } from '../../agent.ts';

/** Whole, or up to where a squash merge wrapped it; and the box in its makers' own template, ticked. */
const FOOTER =
  /^(?:[\W_]{0,4}(?:(?:this )?(?:pr|pull request) was )?(?:created|generated) (?:with|by)_? \[_?(?:oz|warp)_?\]\(https:\/\/(?:www\.)?warp\.dev[^\s()]{0,60}\)(?: _?\(running [\w -]{1,30}\)?)?[\W_]{0,4}|[\W_]{0,4}generated (?:with|by) warp agent mode[\W_]{0,4}|[*-] \[x\] warp agent mode - this pr was created via warp's ai agent mode\.?)$/i;

/** In the terminal Warp; Oz are its agents in the cloud. */
export const warp: Agent = {
  id: 'warp',
  name: 'Warp',
  vendor: 'Warp',
  url: 'https://www.warp.dev/oz',
  signals: [
    {
      kind: 'login',
      pattern: /^warp-(?:agent-staging|dev-github-integration)\[bot\]$/i,
      id: 240773466,
      role: 'authored',
      source: 'warpdotdev/warp@19548aec62',
      examples: ['warp-agent-staging[bot]', 'warp-dev-github-integration[bot]'],
    },
    {
      kind: 'email',
      pattern: /^(?:oz-agent|agent)@warp\.dev$/i,
      role: 'coauthored',
      source: 'Aider-AI/aider@164a8f3844',
      examples: ['oz-agent@warp.dev', 'agent@warp.dev'],
    },
    {
      kind: 'name',
      pattern: /^(?:warp|oz) agent$/i,
      role: 'authored',
      source: 'public instructions to the agent, 2026',
      examples: ['Warp Agent'],
    },
    {
      kind: 'trailer',
      pattern: /^(?:warp-)?conversation(?:-url)?: https:\/\/app\.warp\.dev\/conversation\/[\da-f-]{36}$/i,
      role: 'coauthored',
      source: 'pull requests of warpdotdev/docs, 2026',
      examples: ['Conversation: https://app.warp.dev/conversation/79e45390-6945-43b4-aa11-70e9ecd3061c'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'bodies of public pull requests, 2026',
      examples: [
        '_This PR was generated with [Oz](https://www.warp.dev/oz)._',
        '_This PR was created by [Oz](https://warp.dev/oz) (running Codex)._',
        '_This PR was created by_ [_Oz_](https://warp.dev/oz) _(running Claude',
        '🤖 Generated with Warp Agent Mode',
        "- [x] Warp Agent Mode - This PR was created via Warp's AI Agent Mode",
      ],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'bodies of public pull requests, 2026',
      examples: [
        '_This PR was generated with [Oz](https://www.warp.dev/oz)._',
        '_This PR was created by [Oz](https://warp.dev/oz) (running Codex)._',
        '_This PR was created by_ [_Oz_](https://warp.dev/oz) _(running Claude',
        '🤖 Generated with Warp Agent Mode',
        "- [x] Warp Agent Mode - This PR was created via Warp's AI Agent Mode",
      ],
    },
    {
      kind: 'message',
      pattern:
        /^[\W_]{0,4}(?:(?:warp )?(?:conversation|session): )?https:\/\/app\.warp\.dev\/conversation\/[\da-f-]{36}[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'public documents of its users, 2026',
      examples: ['_Conversation: https://app.warp.dev/conversation/ec625521-d337-4bea-a2a4-13e310423c92_'],
    },
    {
      kind: 'body',
      pattern:
        /^[\W_]{0,4}(?:(?:warp )?(?:conversation|session): )?https:\/\/app\.warp\.dev\/conversation\/[\da-f-]{36}[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'public documents of its users, 2026',
      examples: ['_Conversation: https://app.warp.dev/conversation/ec625521-d337-4bea-a2a4-13e310423c92_'],
    },
    {
      kind: 'branch',
      pattern: /^oz-agent\/(?:implement|plan|spec)-issue-\d{1,7}$/,
      role: 'authored',
      source: 'the source of its workflows',
      examples: ['oz-agent/implement-issue-42'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'elvis@warp.dev' },
    { kind: 'name', text: 'Gal Oz' },
    { kind: 'name', text: 'Oz' },
    { kind: 'trailer', text: 'Co-authored-by: Oz <oz@example.com>' },
    { kind: 'trailer', text: 'Assisted-by: Amos Oz' },
    { kind: 'message', text: 'Generated with warp and weft' },
    { kind: 'message', text: "- [ ] Warp Agent Mode - This PR was created via Warp's AI Agent Mode" },
    { kind: 'branch', text: 'oz-agent/docs' },
  ],
};
