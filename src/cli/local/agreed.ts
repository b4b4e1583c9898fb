import { createInterface } from 'node:readline/promises';

/** Where a question is put, and where its answer is typed. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Asks once. Everything but `y` and `yes` is a no, an end of the input as well. */
export async function agreed(
  question: string,
  { input, output }: Terminal,
): Promise<'yes' | 'no' | 'no terminal'> {
  if (!input.isTTY || !output.isTTY) return 'no terminal';
  const asking = createInterface({ input, output });
  const ended = new Promise<string>((resolve) => asking.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([asking.question(question), ended]);
    return /^y(?:es)?$/i.test(answer.trim()) ? 'yes' : 'no';
  } finally {
    asking.close();
  }
}
