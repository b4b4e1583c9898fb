import type { Attribution, Detection } from '../agents/agent.ts';
import type { Policy } from '../policy/policy.ts';

/** Whether a change has to pass the gate, and why or why not, in one sentence. */
export interface Gated {
  readonly yes: boolean;
  readonly reason: string;
}

/** An agent counts when it authored or co-authored, and more than a branch name or a label says so. */
export const binds = (detection: Pick<Detection, 'role' | 'strength'>): boolean =>
  detection.role !== 'assisted' && detection.strength !== 'circumstantial';

const VERB = { authored: 'wrote', coauthored: 'co-authored', assisted: 'assisted with' } as const;

const commits = (count: number): string => (count === 1 ? '1 commit' : `${count} commits`);

/** "Claude Code co-authored 2 commits", "Devin wrote this pull request". */
export function whatItDid(detection: Detection): string {
  const what = detection.commits.length === 0 ? 'this pull request' : commits(detection.commits.length);
  return `${detection.name} ${VERB[detection.role]} ${what}`;
}

/** Who is gated: agents' changes, everyone's if the policy says so, and nobody's namelessly. */
export function gated(attribution: Attribution, policy: Pick<Policy, 'appliesTo' | 'agents'>): Gated {
  const agents = attribution.agents.filter(binds);
  if (agents.length > 0) return { yes: true, reason: `${agents.map(whatItDid).join('; ')}.` };
  const nameless = attribution.unattributed.length;
  if (nameless > 0 && policy.agents.unattributed === 'agent') {
    return {
      yes: true,
      reason: `Nobody can be named for ${commits(nameless)}, which this policy takes for an agent's.`,
    };
  }
  if (policy.appliesTo === 'everyone')
    return { yes: true, reason: "The policy applies to everyone's changes." };
  const weak = attribution.agents.map((agent) => agent.name);
  return {
    yes: false,
    reason:
      weak.length > 0
        ? `Signs of ${weak.join(', ')} are too weak to gate on.`
        : 'No agent had a hand in this change.',
  };
}
