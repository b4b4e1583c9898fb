/** How something stands. `unseen`: it cannot be told, and nothing is guessed. */
export const SIGNS = ['problem', 'unseen', 'warning', 'pass'] as const;
export type Sign = (typeof SIGNS)[number];

/** One thing that was looked at, and how to mend it. */
export interface Line {
  readonly sign: Sign;
  readonly says: string;
  /** What to do; null: nothing. */
  readonly mend: string | null;
  /** Because of it agents' changes can, or for all that is known could, be merged without AgentGuard. */
  readonly open: boolean;
}

export const pass = (says: string): Line => ({ sign: 'pass', says, mend: null, open: false });

export const warning = (says: string, mend: string | null): Line => ({
  sign: 'warning',
  says,
  mend,
  open: false,
});

/** What does not work as it should, although nothing gets past the gate by it. */
export const problem = (says: string, mend: string): Line => ({ sign: 'problem', says, mend, open: false });

/** What lets changes past the gate. */
export const opening = (says: string, mend: string): Line => ({ sign: 'problem', says, mend, open: true });

/** What cannot be seen, and decides nothing by itself. */
export const unseen = (says: string, mend: string | null): Line => ({
  sign: 'unseen',
  says,
  mend,
  open: false,
});

/** What cannot be seen, and may let changes past the gate. */
export const unsure = (says: string, mend: string): Line => ({ sign: 'unseen', says, mend, open: true });
