/** A button on a check run. GitHub takes labels and identifiers of 20 characters, descriptions of 40. */
export interface CheckAction {
  readonly label: string;
  readonly description: string;
  /** The verb of the command that pressing it gives. */
  readonly identifier: 'recheck' | 'request-reviewers';
}

export const RECHECK: CheckAction = {
  label: 'Re-evaluate',
  description: 'Read everything afresh and answer again',
  identifier: 'recheck',
};
export const REQUEST_REVIEWERS: CheckAction = {
  label: 'Request reviewers',
  description: 'Ask again whose review is still owed',
  identifier: 'request-reviewers',
};

export const BUTTONS = [RECHECK, REQUEST_REVIEWERS] as const;
