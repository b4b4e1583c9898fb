/**
 * Work that was ended because it took more than it may: another try would take the same. `message` is a sentence for
 * people that says what to do.
 */
export class LimitError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LimitError';
  }
}
