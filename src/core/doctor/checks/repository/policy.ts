import type { Check } from '../../check.ts';
import type { RepositoryState } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { REPOSITORY, UNSEEN, withPolicy } from '../../healthy.ts';
import { pass, problem, unseen, warning, type Line } from '../../line.ts';
import { policyOf } from './_expected.ts';

export const policy: Check<RepositoryState> = {
  id: 'policy',
  title: 'The policy',
  why: 'While .agentguard.yml on the default branch is invalid, the strict defaults hold in its place. A value that the floor overrules has no effect.',
  inspect(state) {
    const found = state.policy;
    if (!found.seen) return [unseen(`The policy cannot be seen. ${found.reason}`, found.mend)];
    const effective = policyOf(state);
    if (!effective) return [];
    const lines = effective.warnings.map(({ message, at }): Line => {
      const says = at === null ? message : `${at.path}:${at.line}:${at.column}: ${message}`;
      return effective.strict === null
        ? warning(says, 'Change that line, or leave it: the tighter of the two holds.')
        : problem(
            says,
            at === null
              ? 'Until then the strict defaults hold.'
              : 'Mend that line; `agentguard validate` in a clone tells whether it is right. Until then the strict defaults hold.',
          );
    });
    if (lines.length > 0) return lines;
    return [
      pass(found.value.file ? 'The policy is valid.' : 'It has no .agentguard.yml, so the defaults hold.'),
    ];
  },
  examples: [
    {
      when: 'there is none',
      facts: REPOSITORY,
      lines: ['pass: It has no .agentguard.yml, so the defaults hold.'],
    },
    {
      when: 'valid',
      facts: { ...REPOSITORY, ...withPolicy('version: 1\n') },
      lines: ['pass: The policy is valid.'],
    },
    {
      when: 'invalid',
      facts: { ...REPOSITORY, ...withPolicy('version: 1\nmodes: observe\n') },
      lines: ['problem: .agentguard.yml:2:1: There is no key `modes`. Did you mean `mode`?'],
    },
    {
      when: 'looser than the floor',
      facts: {
        ...REPOSITORY,
        policy: seen({
          file: { path: '.agentguard.yml', text: 'version: 1\nmode: observe\n', sha: 'abcdef0123' },
          floor: {
            state: 'present',
            repository: { owner: 'acme', name: '.github' },
            file: { path: '.agentguard.yml', text: 'version: 1\nmode: enforce\n', sha: 'abcdef0123' },
          },
        }),
      },
      lines: [
        'warning: .agentguard.yml:2:1: `mode: observe` is looser than `enforce`. The floor of acme/.github holds.',
      ],
    },
    {
      when: 'it cannot be seen',
      facts: { ...REPOSITORY, policy: UNSEEN },
      lines: ['unseen: The policy cannot be seen. GitHub shows it to admins only.'],
    },
  ],
};
