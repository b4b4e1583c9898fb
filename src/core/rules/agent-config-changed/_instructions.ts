import { controlFile } from '../../facts/control-files.ts';
import { settingsKind } from './_settings.ts';

/** Whether a path holds text that agents take instructions from; what they execute is read by agent-execution. */
export function isInstructions(path: string): boolean {
  if (controlFile(path) !== 'agent instructions') return false;
  const kind = settingsKind(path);
  return kind === null || kind === 'prompt';
}
