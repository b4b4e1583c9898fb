import { note } from './input.ts';

const PATIENCE_MS = 2000;

/** Says on stderr what is being done if it takes longer than two seconds. */
export async function slowly<T>(what: string, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => note(what), PATIENCE_MS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
