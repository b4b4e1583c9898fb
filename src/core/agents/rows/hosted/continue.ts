import type { Agent } from '../../agent.ts';

const FOOTER =
  /^[\W_]{0,4}(?:commit )?generated with (?:\[(?:continue|cn)\](?:\(https?:[^\s()]{1,100}\))?|continue ?\((?:cn|https?:[^\s()]{1,100})\)|continue)[\W_]{0,4}$/i;

/** The word is a common one, so every pattern wants the vendor's domain or the app beside it. */
export const continue_: Agent = {
  id: 'continue',
  name: 'Continue',
  vendor: 'Continue',
  url: 'https://docs.continue.dev',
  signals: [
    {
      kind: 'login',
      pattern: /^continue\[bot\]$/i,
      id: 230936708,
      role: 'authored',
      source: 'continuedev/continue@2a06d411fd',
      examples: ['continue[bot]'],
    },
    {
      kind: 'login',
      pattern: /^continue-staging\[bot\]$/i,
      id: 230944351,
      role: 'authored',
      source: 'continuedev/continue@b8586d6d90',
      examples: ['continue-staging[bot]'],
    },
    {
      kind: 'email',
      // Not the whole domain: people work there.
      pattern: /^(?:noreply|agent)@continue\.dev$/i,
      role: 'authored',
      source: 'continuedev/continue@0961c1a164',
      examples: ['noreply@continue.dev', 'agent@continue.dev'],
    },
    {
      kind: 'name',
      // Its account also commits with a mailbox that a shell has spoilt.
      pattern: /^(?:continue agent|continue(?:-staging)?\[bot\])$/i,
      role: 'authored',
      source: 'continuedev/continue@865311e101',
      examples: ['Continue Agent', 'continue[bot]'],
    },
    {
      kind: 'trailer',
      // Its name before the mailbox of a member of the vendor's staff.
      pattern: /^co-authored-by: continue(?: agent)? <[\w.+-]{1,40}@continue\.dev>$/i,
      role: 'coauthored',
      source: 'continuedev/continue@96cbab156f',
      examples: ['Co-authored-by: Continue <jane@continue.dev>'],
    },
    {
      kind: 'message',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'continuedev/continue@388d1bab55',
      examples: [
        'Generated with [Continue](https://continue.dev)',
        'Generated with Continue (https://continue.dev)',
        'Generated with Continue (cn)',
      ],
    },
    {
      kind: 'body',
      pattern: FOOTER,
      role: 'coauthored',
      source: 'continuedev/continue@0961c1a164',
      examples: ['Generated with [Continue](https://continue.dev)'],
    },
    {
      kind: 'branch',
      pattern: /^continue-1\d{12}$/,
      role: 'authored',
      source: 'all of 7 such branches have commits of the agent',
      examples: ['continue-1758764445879'],
    },
    {
      kind: 'branch',
      pattern: /^continue\/[a-z0-9][a-z0-9-]{2,100}-\d{10}$/,
      role: 'authored',
      source: 'branches of continuedev/continue',
      examples: ['continue/add-coverage-tests-7885212934'],
    },
  ],
  lookAlikes: [
    { kind: 'email', text: 'jane@continue.dev' },
    { kind: 'name', text: 'Continue' },
    { kind: 'trailer', text: 'Co-authored-by: Username <jane@continue.dev>' },
    { kind: 'message', text: 'Continue with the next file' },
    { kind: 'message', text: 'Generated with continue-on-error' },
    { kind: 'branch', text: 'continue-refactoring' },
  ],
};
