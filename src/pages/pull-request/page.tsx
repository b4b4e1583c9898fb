import type { Child } from 'hono/jsx';
import { explanation } from '../../core/render/explanation.ts';
import type { Evaluation } from '../../pipeline.ts';
import type { RecordEntry } from '../../ports.ts';
import { AnswerNow, Merged } from './answer.tsx';
import { Findings } from './findings.tsx';
import { Changed, History, type Chosen } from './history.tsx';
import type { Links } from './links.ts';
import { Agents, People } from './makers.tsx';
import { shown } from './text.ts';
import { Recorded } from './recorded.tsx';
import { Reverts, type TakingBack } from './revert/section.tsx';
import { Tree } from './tree.tsx';

export interface PullRequestPageProps {
  /** `acme/shop#12`. */
  readonly name: string;
  readonly number: number;
  /** null: it cannot be evaluated now, and `why` says why. */
  readonly evaluation: Evaluation | null;
  readonly why: string;
  /** The record's decisions on it, oldest first. */
  readonly decisions: readonly RecordEntry[];
  /** null: the record knows of no merge. */
  readonly merge: RecordEntry | null;
  /** Absent: nothing is offered. */
  readonly takingBack?: TakingBack;
  readonly compared: Chosen | null;
  readonly links: Links;
  readonly policyHref: string;
  readonly version: string;
}

/** All about one pull request: the answer first, then what it rests on, then how it came about. */
export const PullRequestPage = (props: PullRequestPageProps) => {
  const { name, number, evaluation, why, decisions, merge, compared, links, policyHref } = props;
  const newest = decisions.at(-1);
  return (
    <div class="pull">
      <h1>
        {evaluation ? shown(evaluation.facts.title, 120) || name : name} <span class="quiet">{name}</span>
      </h1>
      <p class="quiet">
        {evaluation && <State evaluation={evaluation} />}
        <a href={links.pullRequest(number)}>On GitHub</a> · <a href={policyHref}>Policy of this repository</a>
      </p>
      {merge && evaluation?.facts.state !== 'open' && <Merged merge={merge} decisions={decisions} />}
      {props.takingBack && <Reverts {...props.takingBack} />}
      {evaluation ? (
        <Evaluated {...props} evaluation={evaluation} />
      ) : (
        newest && <Recorded entry={newest} why={why} />
      )}
      <Section id="history" heading="Evaluations in time">
        {decisions.length === 0 ? (
          <p>The record has no decision on it yet.</p>
        ) : (
          <History decisions={decisions} compared={compared} links={links} />
        )}
      </Section>
      {compared && (
        <Section id="what-changed" heading="What changed between two evaluations">
          <Changed {...compared} />
        </Section>
      )}
    </div>
  );
};

const STATE = { open: 'Open', closed: 'Closed without merging', merged: 'Merged' } as const;

const State = ({ evaluation: { facts } }: { readonly evaluation: Evaluation }) => (
  <>
    {STATE[facts.state]}
    {facts.draft && ', a draft'}
    {facts.queued && facts.state === 'open' && ', in the merge queue'}
    {facts.author && `, by ${shown(facts.author.login)}`} ·{' '}
  </>
);

const Section = ({
  id,
  heading,
  children,
}: {
  readonly id: string;
  readonly heading: string;
  readonly children?: Child;
}) => (
  <section aria-labelledby={id}>
    <h2 id={id}>{heading}</h2>
    {children}
  </section>
);

const Evaluated = ({
  evaluation,
  version,
  links,
}: Pick<PullRequestPageProps, 'version' | 'links'> & { readonly evaluation: Evaluation }) => {
  const { decision, facts, policy } = evaluation;
  // Findings have a part of their own, with the lines they are about.
  const sections = explanation(decision).filter(({ heading }) => heading !== 'Findings');
  return (
    <>
      {facts.state !== 'open' && (
        <p class="note">
          It is {facts.state}, so the gate asks for nothing any more. Below is how it would stand by today’s
          policy and people; what stood then is in the evaluations in time.
        </p>
      )}
      <AnswerNow evaluation={evaluation} version={version} links={links} />
      {decision.findings.length > 0 && (
        <Section id="findings" heading="Findings">
          <Findings
            findings={decision.findings}
            files={facts.files}
            head={facts.headSha}
            base={facts.binding.sha}
            links={links}
          />
        </Section>
      )}
      <Section id="asked" heading="What is asked, and how it stands">
        <Tree sections={sections} />
      </Section>
      <Section id="agents" heading="Agents">
        <Agents decision={decision} policy={policy} owner={facts.repository.owner} links={links} />
      </Section>
      {decision.provenance.length > 0 && (
        <Section id="people" heading="People with a hand in it">
          <People provenance={decision.provenance} links={links} />
        </Section>
      )}
    </>
  );
};
