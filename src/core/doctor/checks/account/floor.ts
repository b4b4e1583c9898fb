import { parsePolicy } from '../../../policy/parse.ts';
import type { Check } from '../../check.ts';
import type { AccountState } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { ACCOUNT, UNSEEN } from '../../healthy.ts';
import { pass, problem, unseen, type Line } from '../../line.ts';

const FILE = { path: '.agentguard.yml', sha: 'abcdef0123' };
const HOME = { owner: 'acme', name: '.github' };

export const floor: Check<AccountState> = {
  id: 'floor',
  title: "The organisation's floor",
  why: 'The floor is .agentguard.yml in the repository .github, and no repository can go below it. While it is invalid, or nobody can tell whether there is one, the strict defaults hold everywhere: what would warn asks for a review, by someone with maintain access.',
  inspect({ login, floor: found }) {
    if (!found.seen) return [unseen(`The floor cannot be seen. ${found.reason}`, found.mend)];
    const { value } = found;
    if (value.state === 'none')
      return [pass(`${login} has no floor: each repository's policy stands alone.`)];
    if (value.state === 'unseen') {
      return [
        problem(
          'Nobody can tell whether there is a floor, so the strict defaults hold in every repository.',
          value.reason,
        ),
      ];
    }
    const { owner, name } = value.repository;
    const path = `${owner}/${name}/${value.file.path}`;
    const { problems } = parsePolicy({ ...value.file, path });
    if (problems.length === 0) return [pass(`The floor of ${owner}/${name} is read, and valid.`)];
    return problems.map(({ line, column, message }): Line =>
      problem(
        `The floor is invalid, so the strict defaults hold in every repository. ${path}:${line}:${column}: ${message}`,
        'Mend the file; `agentguard validate --floor .agentguard.yml` in a clone tells whether it is right.',
      ),
    );
  },
  examples: [
    {
      when: 'there is none',
      facts: ACCOUNT,
      lines: ["pass: acme has no floor: each repository's policy stands alone."],
    },
    {
      when: 'valid',
      facts: {
        ...ACCOUNT,
        floor: seen({ state: 'present', repository: HOME, file: { ...FILE, text: 'version: 1\n' } }),
      },
      lines: ['pass: The floor of acme/.github is read, and valid.'],
    },
    {
      when: 'invalid',
      facts: {
        ...ACCOUNT,
        floor: seen({
          state: 'present',
          repository: HOME,
          file: { ...FILE, text: 'version: 1\nmodes: good\n' },
        }),
      },
      lines: [
        'problem: The floor is invalid, so the strict defaults hold in every repository. acme/.github/.agentguard.yml:2:1: There is no key `modes`. Did you mean `mode`?',
      ],
    },
    {
      when: 'the installation does not cover .github',
      facts: {
        ...ACCOUNT,
        floor: seen({
          state: 'unseen',
          reason:
            'Add that repository to the installation, or set AGENTGUARD_FLOOR=none if it holds no floor.',
        }),
      },
      lines: [
        'problem: Nobody can tell whether there is a floor, so the strict defaults hold in every repository.',
      ],
    },
    {
      when: 'GitHub does not answer',
      facts: { ...ACCOUNT, floor: UNSEEN },
      lines: ['unseen: The floor cannot be seen. GitHub shows it to admins only.'],
    },
  ],
};
