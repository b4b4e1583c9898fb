import type { Decision } from '../decision/decision.ts';
import { code, sentence } from './markdown.ts';
import { nextStep } from './summary/next-step.ts';
import type { By } from './summary/accepting.ts';
import { title } from './title.ts';

/**
 * The comment that is kept on a pull request: the answer, what to do and who can. It has no time in it, so that it
 * changes only when the answer does. `needed`: false where no agent was found, so that there is nothing to say where
 * nothing was said before.
 * @param name what the check run is called
 */
export function keptComment(
  decision: Decision,
  name: string,
  by: By,
): { readonly markdown: string; readonly needed: boolean } {
  const markdown = [
    `**AgentGuard: ${sentence(title(decision))}**`,
    nextStep(decision, by),
    `<sub>About ${code(by.facts.headSha.slice(0, 7))}. The check ${code(name)} has the details. This comment is edited when the answer changes; delete it, and it stays away.</sub>`,
  ].join('\n\n');
  const { gated, obligations, findings } = decision;
  return { markdown, needed: gated.yes || obligations.length > 0 || findings.length > 0 };
}
