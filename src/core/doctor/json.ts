import { SCHEMA } from '../render/json.ts';
import type { Answer, Section } from './report.ts';

/** What `agentguard doctor --json` prints. */
export function doctorJson(sections: readonly Section[], answer: Answer): object {
  return {
    schema: SCHEMA,
    verdict: answer.verdict,
    answer: answer.text,
    problems: answer.problems,
    warnings: answer.warnings,
    unseen: answer.unseen,
    sections: sections.map(({ about, name, lines }) => ({
      about,
      name,
      lines: lines.map(({ check, sign, says, mend, open }) => ({ check, sign, says, mend, open })),
    })),
  };
}
