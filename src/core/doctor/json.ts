import type { Answer, Section } from './report.ts';

/** The version of this object, see docs/json.md. */
export const SCHEMA = 1;

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
