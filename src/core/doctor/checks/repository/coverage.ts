import type { Check } from '../../check.ts';
import type { RepositoryState } from '../../facts.ts';
import { seen } from '../../facts.ts';
import { REPOSITORY, UNSEEN } from '../../healthy.ts';
import { opening, pass, unseen } from '../../line.ts';
import { nameOf } from './_expected.ts';

export const coverage: Check<RepositoryState> = {
  id: 'coverage',
  title: 'Whether the installation covers the repository',
  why: 'The app sees nothing of a repository that its installation does not cover, and publishes nothing there.',
  inspect(state) {
    const { covered } = state;
    const name = nameOf(state);
    if (!covered.seen)
      return [
        unseen(`Whether the installation covers ${name} cannot be seen. ${covered.reason}`, covered.mend),
      ];
    if (covered.value) return [pass('The installation covers it.')];
    return [
      opening(
        `The installation does not cover ${name}: no check is published there.`,
        `Add ${name} to the installation, or choose "All repositories".`,
      ),
    ];
  },
  examples: [
    { when: 'covered', facts: REPOSITORY, lines: ['pass: The installation covers it.'] },
    {
      when: 'not covered',
      facts: { ...REPOSITORY, covered: seen(false) },
      lines: ['problem: The installation does not cover acme/shop: no check is published there.'],
    },
    {
      when: 'it cannot be seen',
      facts: { ...REPOSITORY, covered: UNSEEN },
      lines: [
        'unseen: Whether the installation covers acme/shop cannot be seen. GitHub shows it to admins only.',
      ],
    },
  ],
};
