import type { Answers } from '../../../core/statistics/answering/answers.ts';
import type { Exposed } from '../../../core/statistics/answering/exposed.ts';
import { Figures } from './figures.tsx';
import { tilesOf } from './tiles.ts';

export interface WhoAnswersProps {
  /** Of the repository and agent that were asked for. */
  readonly answers: Answers;
  /** Likewise. */
  readonly exposed: Exposed;
}

/** Who answered for what agents made in twelve weeks; nothing where nothing happened. */
export const WhoAnswers = ({ answers, exposed }: WhoAnswersProps) => {
  const tiles = tilesOf(answers, exposed);
  if (tiles.length === 0) return null;
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">Who answers for agents’ changes</h2>
      <p class="quiet">
        Twelve weeks, counted from the record. A look is a review, a waiver or an override by a person: bots
        do not count, and comments leave no trace in the record.
      </p>
      <dl class="glance said">
        {tiles.map(({ name, value, explanation }) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
            <dd class="quiet">{explanation}</dd>
          </div>
        ))}
      </dl>
      <Figures answers={answers} />
    </section>
  );
};
