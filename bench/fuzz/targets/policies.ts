import { parse } from 'yaml';
import { OUTCOMES } from '../../../src/core/decision/decision.ts';
import type { PullRequestFacts } from '../../../src/core/facts/facts.ts';
import { parsePolicy, type ParsedPolicy, type PolicyKind } from '../../../src/core/policy/parse.ts';
import { loadParsers } from '../../../src/core/parsers/parsers.ts';
import type { Evaluation } from '../../../src/pipeline.ts';
import { policyText, policyTexts } from '../mutants/policies.ts';
import type { Random } from '../random.ts';
import { token } from '../mutants/secrets.ts';
import { nothingWrong, type Opened, type Ran, type Target } from '../target.ts';
import { decided, fileChange, floor, policyFile, pullRequest } from './world.ts';

/** Changes that an agent makes and nobody has looked at: one of each kind that policies speak of. */
const changes = (random: Random): PullRequestFacts['files'][] => [
  [fileChange({ path: 'src/a.ts', before: 'a();\n', after: 'b();\n' })],
  [fileChange({ path: 'db/migrations/1.sql', before: null, after: 'DROP TABLE orders;\n' })],
  [
    fileChange({ path: 'docs/a.md', before: null, after: '# A\n' }),
    fileChange({ path: 'src/key.ts', before: null, after: `export const key = '${token(random)}';\n` }),
  ],
  [fileChange({ path: 'CODEOWNERS', before: '* @olga\n', after: '* @nadia\n' })],
];

const demand = ({ decision }: Evaluation): number => OUTCOMES.indexOf(decision.outcome);

/** Problems stand inside of the text. */
function places(text: string, { problems }: ParsedPolicy): (string | null)[] {
  const lines = text.split('\n');
  return problems.map(({ line, column, message }) => {
    const written = lines[line - 1];
    const isInside = written !== undefined && column >= 1 && column <= written.length + 1;
    return isInside && message !== ''
      ? null
      : `A problem stands outside of the text, at ${line}:${column}: ${message}`;
  });
}

/** Whether the text itself, read without any of our own reading, says that it only observes. */
function saysObserve(text: string): boolean {
  try {
    return JSON.stringify(parse(text, { uniqueKeys: false }) as unknown).includes('"mode":"observe"');
  } catch {
    return false;
  }
}

/** What a file's own words demand: where it is silent, the default holds only as long as the other is silent, too. */
function demandOfWords(evaluation: Evaluation, says: ParsedPolicy): number {
  const { decision } = evaluation;
  const named = says.policy?.says.rules;
  const groups = says.policy?.says.groups ?? [];
  const isNamed = (rule: string, family: string): boolean =>
    [named, ...groups.map((group) => group.says.rules)].some(
      (rules) => rules?.has(rule) || rules?.has(family),
    );
  const blocks = decision.findings.filter(({ action }) => action === 'block');
  const onlySilent =
    says.policy !== null && blocks.every(({ rule, family }) => family !== 'policy' && !isNamed(rule, family));
  return decision.outcome === 'block' && onlySilent
    ? OUTCOMES.indexOf('review_required')
    : demand(evaluation);
}

/** What is wrong with the decisions that come of a policy and a floor. */
async function unsafe(mine: string, above: string, random: Random): Promise<(string | null)[]> {
  const files = random.pick(changes(random));
  const of = (change: Partial<PullRequestFacts>): Promise<Evaluation> =>
    decided(pullRequest({ files, ...change }));
  const asFloor = parsePolicy({ path: 'floor', text: above });
  const [neither, alone, under, both] = [
    await of({}),
    await of({ policyFile: policyFile(mine) }),
    await of({ floor: floor(above) }),
    await of({ policyFile: policyFile(mine), floor: floor(above) }),
  ];
  const all = { neither, alone, under, both };
  const passes = Object.entries(all).map(([name, { decision }]) =>
    decision.outcome === 'allow' ? `An agent's change that nobody approved is allowed (${name}).` : null,
  );
  const asPolicy = parsePolicy({ path: 'mine', text: mine }, undefined, 'repository');
  const isValid = asPolicy.policy !== null;
  const observed = (name: keyof typeof all, texts: readonly string[]): string | null =>
    all[name].decision.mode === 'observe' && !texts.some(saysObserve)
      ? `It only observes, and no text says so (${name}).`
      : null;
  return [
    ...passes,
    observed('neither', []),
    observed('alone', [mine]),
    observed('under', [above]),
    observed('both', [mine, above]),
    demand(both) >= demandOfWords(alone, asPolicy)
      ? null
      : `A floor loosens: ${alone.decision.outcome}, then ${both.decision.outcome}.`,
    demand(both) >= demandOfWords(under, asFloor)
      ? null
      : `A repository loosens its floor: ${under.decision.outcome}, then ${both.decision.outcome}.`,
    asFloor.policy?.says.mode === 'enforce' && both.decision.mode !== 'enforce'
      ? 'A floor that enforces does not.'
      : null,
    isValid ||
    (demand(alone) >= demand(neither) && alone.decision.mode === 'enforce' && alone.policy.strict !== null)
      ? null
      : 'A policy that does not parse loosens.',
    isValid || demand(both) >= demand(under) ? null : 'A policy that does not parse loosens its floor.',
    asFloor.policy !== null || (both.decision.mode === 'enforce' && both.policy.strict !== null)
      ? null
      : 'A floor that does not parse loosens.',
  ];
}

/** A policy that the change itself brings counts for nothing until it is merged. */
async function broughtAlong(base: string, proposed: string, random: Random): Promise<(string | null)[]> {
  const [first] = random.pick(changes(random));
  const bringing = (after: string): Promise<Evaluation> =>
    decided(
      pullRequest({
        policyFile: policyFile(base),
        files: [...(first ? [first] : []), fileChange({ path: '.agentguard.yml', before: base, after })],
      }),
    );
  const [harmless, brought] = [await bringing('version: 1\n'), await bringing(proposed)];
  const isValid = parsePolicy({ path: 'p', text: proposed }, undefined, 'repository').policy !== null;
  return [
    brought.decision.outcome === 'allow' ? 'A change with a policy of its own passes.' : null,
    brought.policy.digest === harmless.policy.digest ? null : "The change's own policy counts.",
    brought.decision.mode === harmless.decision.mode ? null : "The change's own mode counts.",
    isValid || brought.decision.outcome === 'block'
      ? null
      : 'A change that makes the policy invalid is not blocked.',
    demand(brought) >= OUTCOMES.indexOf('review_required')
      ? null
      : 'Its own policy loosens what a change owes.',
  ];
}

/** Mutated policies and floors: what they say, and what comes of it. */
export const policies: Target = {
  name: 'policies',
  mostMilliseconds: 1500,
  async open(): Promise<Opened> {
    const texts = policyTexts();
    await loadParsers(['postgresql']);
    let valid = 0;
    let count = 0;
    return {
      async run(random): Promise<Ran> {
        const kind: PolicyKind = random.once(2) ? 'floor' : 'repository';
        const text = policyText(texts, random);
        const other = random.once(3) ? random.pick(texts) : policyText(texts, random);
        const result = parsePolicy({ path: '.agentguard.yml', text }, undefined, kind);
        count++;
        if (result.policy) valid++;
        const isOne = (result.policy === null) === result.problems.length > 0;
        // Reading is quick, deciding is not.
        const decide = random.once(3) ? broughtAlong : unsafe;
        const decisions = random.once(3)
          ? await (kind === 'floor' || decide === broughtAlong
              ? decide(other, text, random)
              : decide(text, other, random))
          : [];
        return {
          wrong: nothingWrong([
            isOne ? null : 'Neither a policy nor problems.',
            ...places(text, result),
            ...decisions,
          ]),
          input: () => JSON.stringify({ kind, text, other }),
        };
      },
      close: async () =>
        `${valid} of ${count} valid all the same; no mutant lets a change pass that nobody approved`,
    };
  },
};
