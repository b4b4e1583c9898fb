import type { PolicyProblem } from '../../core/policy/policy.ts';
import type { ValidateOptions } from './validate.ts';

/** What there is to say of one file. */
export interface Report {
  readonly path: string;
  /** Why it could not be read; null: it was. */
  readonly unreadable: string | null;
  readonly problems: readonly PolicyProblem[];
  readonly warnings: readonly PolicyProblem[];
}

/** What `validate` prints, by format. */
export function validationText(reports: readonly Report[], format: ValidateOptions['format']): string {
  if (format === 'json') return `${JSON.stringify(json(reports))}\n`;
  const lines = reports.flatMap(format === 'github' ? workflowCommands : sentences);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

const json = (reports: readonly Report[]): object => ({
  schema: 1,
  valid: reports.every(({ unreadable, problems }) => unreadable === null && problems.length === 0),
  files: reports.map(({ path, unreadable, problems, warnings }) => ({
    path,
    valid: unreadable === null && problems.length === 0,
    unreadable,
    problems: problems.map(placed),
    warnings: warnings.map(placed),
  })),
});

const placed = ({ line, column, message }: PolicyProblem): object => ({ line, column, message });

/** One line each, as compilers write them, and the answer. */
function sentences({ path, unreadable, problems, warnings }: Report): string[] {
  // That is said on stderr.
  if (unreadable !== null) return [];
  const at = (problem: PolicyProblem): string => `${problem.path}:${problem.line}:${problem.column}:`;
  return [
    ...problems.map((problem) => `${at(problem)} ${problem.message}`),
    ...warnings.map((warning) => `${at(warning)} warning: ${warning.message}`),
    problems.length > 0
      ? `${path} is not valid: ${count(problems.length, 'error')}.`
      : `${path} is valid${warnings.length > 0 ? `, with ${count(warnings.length, 'warning')}` : ''}.`,
  ];
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/**
 * As a workflow's log takes them: annotations on the lines.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
function workflowCommands({ path, unreadable, problems, warnings }: Report): string[] {
  const command = (
    level: 'error' | 'warning',
    { path: file, line, column, message }: PolicyProblem,
  ): string =>
    `::${level} file=${property(file)},line=${line},col=${column},title=AgentGuard policy::${data(message)}`;
  return [
    ...(unreadable === null
      ? []
      : [`::error title=AgentGuard policy::${data(`${path} cannot be read: ${unreadable}`)}`]),
    ...problems.map((problem) => command('error', problem)),
    ...warnings.map((warning) => command('warning', warning)),
  ];
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
