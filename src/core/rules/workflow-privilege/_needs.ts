import type { FileChange } from '../../facts/facts.ts';
import { isWorkflowPath } from '../../parsers/workflows.ts';
import type { Need } from '../rule.ts';

/** Both sides of workflows and actions, nothing of other files. */
export function workflowNeeds(file: FileChange): Need {
  return { content: isWorkflowPath(file.path) ? 'both' : 'nothing' };
}
