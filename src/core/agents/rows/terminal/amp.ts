import type { Agent } from '../../agent.ts';

/** Works under its operator's name and links the thread it worked in. */
export const amp: Agent = {
  id: 'amp',
  name: 'Amp',
  vendor: 'Amp',
  url: 'https://ampcode.com',
  signals: [
    {
      kind: 'trailer',
      pattern:
        /^(?:amp-thread(?:-id|-url)?|reference): (?:https:\/\/ampcode\.com\/threads\/)?T-[\da-f-]{32,40}$/i,
      role: 'coauthored',
      source: 'badlogic/pi-mono@8b6e7ff546',
      examples: [
        'Amp-Thread-ID: https://ampcode.com/threads/T-019c6cc7-1a2b-7c3d-8e4f-5a6b7c8d9e0f',
        'Amp-Thread: https://ampcode.com/threads/T-df2d2e3a-0abb-4d3d-a6d0-d57f8f1b8ac8',
      ],
    },
    {
      kind: 'email',
      // Not the whole domain: people work there.
      pattern: /^(?:amp|noreply)@ampcode\.com$/i,
      role: 'authored',
      source: 'badlogic/pi-mono@8b6e7ff546',
      examples: ['amp@ampcode.com', 'noreply@ampcode.com'],
    },
    {
      kind: 'trailer',
      // The address is a stranger's; as author it tells nothing without another mark.
      pattern: /^co-authored-by: amp(?: agent)?(?: \([^()<>]{1,40}\))? <amp@users\.noreply\.github\.com>$/i,
      role: 'coauthored',
      source: 'paradigmxyz/reth@48992d14f0',
      examples: ['Co-authored-by: Amp <amp@users.noreply.github.com>'],
    },
    {
      kind: 'message',
      pattern:
        /^[\W_]{0,4}(?:(?:(?:amp )?(?:conversation|reference|session|thread|transcript)|[a-z ]{0,30}\bai): )?https:\/\/ampcode\.com\/threads\/T-[\da-f-]{32,40}[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'ghostty-org/ghostty@a09b39fb57',
      examples: [
        'https://ampcode.com/threads/T-019c6cc7-1a2b-7c3d-8e4f-5a6b7c8d9e0f',
        'Almost fully written by AI: https://ampcode.com/threads/T-86df68a3-578c-4a1c-91f3-788f8b8f0aae',
      ],
    },
    {
      kind: 'body',
      pattern:
        /^[\W_]{0,4}(?:(?:(?:amp )?(?:conversation|reference|session|thread|transcript)|[a-z ]{0,30}\bai): )?https:\/\/ampcode\.com\/threads\/T-[\da-f-]{32,40}[\W_]{0,4}$/i,
      role: 'coauthored',
      source: 'ghostty-org/ghostty@c3febabd28',
      examples: ['Thread: https://ampcode.com/threads/T-019c6cc7-1a2b-7c3d-8e4f-5a6b7c8d9e0f'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'tim@ampcode.com' },
    { kind: 'email', text: 'amp@users.noreply.github.com' },
    { kind: 'name', text: 'Amp' },
    { kind: 'name', text: 'Amp Wang' },
    { kind: 'trailer', text: 'Co-authored-by: Amp <amp@example.com>' },
    { kind: 'trailer', text: 'Assisted-by: Amp Wang' },
    {
      kind: 'message',
      text: 'Compare with https://ampcode.com/threads/T-019c6cc7-1a2b-7c3d-8e4f-5a6b7c8d9e0f before you merge',
    },
    { kind: 'message', text: 'Example: https://ampcode.com/threads/T-019b2877-475f-758d-ae88-93c722561576' },
    { kind: 'message', text: 'Raise the limit to 3 amp' },
  ],
};
