/** What became of a command that somebody gave by a form of the pages: kept under its id, for that person to see. */
export interface PageAnswer {
  readonly by: string;
  /** Why not, as a sentence; null: it was done. */
  readonly refused: string | null;
}

/** Whether a command was given by a form of the pages. */
export const isOfPage = ({ id }: { readonly id: string }): boolean => id.startsWith('page:');

/** Where it is noted. */
export const pageAnswerPlace = (command: string): string => `answer:${command}`;

/** As it is noted. */
export const noted = ({ by, refused }: PageAnswer): string => JSON.stringify({ by, refused });

/** Reads what `noted` wrote. */
export const pageAnswerIn = (text: string): PageAnswer => JSON.parse(text) as PageAnswer;
