import type { Account, PullRequest } from '../../demo/github/github.ts';
import { nextSecond, type Gate } from './gate.ts';
import { createAcme, type Acme } from './organization.ts';

/** What came of a comment once everything was settled. */
interface Reply {
  /** On the comment. */
  readonly reactions: string[];
  /** Of the app, made since. */
  readonly comments: string[];
  /** Of the check as it stands. */
  readonly title: string;
  readonly conclusion: string | null;
}

/** acme whose people talk to the app under pull requests. */
export interface Conversation {
  readonly acme: Acme;
  /** Maintains the shop; has a hand in nothing. */
  readonly max: Account;
  /** Opens an agent's pull request and waits for the first answer, as people do. */
  opened(files?: Record<string, string>): Promise<PullRequest>;
  write(pull: PullRequest, person: Account, text: string): Promise<Reply>;
  /** Everything the app has said on a pull request. */
  said(pull: PullRequest): string[];
  /** The keys of findings that the check shows. */
  keysOn(pull: PullRequest): Promise<string[]>;
  /** What kinds of entries the record holds of a pull request. */
  kinds(pull: PullRequest): Promise<string[]>;
}

export const CODE = { 'src/a.ts': 'export const a = 1;\n' };

export function createConversation(gate: Gate, files: Record<string, string> = {}): Conversation {
  const { github } = gate;
  const acme = createAcme(gate, files);
  const max = github.state.accounts.get('max') ?? github.createUser('max');
  github.addCollaborator(acme.shop, max, 'maintain');
  const said = (pull: PullRequest): string[] =>
    pull.comments.filter(({ author }) => author === gate.app.bot).map(({ body }) => body);
  return {
    acme,
    max,
    said,
    async opened(changed = CODE) {
      const pull = acme.agentOpens(changed);
      await gate.answer(pull);
      return pull;
    },
    async write(pull, person, text) {
      const before = said(pull).length;
      if (/waive|override|not-agent/.test(text)) await nextSecond();
      const comment = github.comment(pull, person, text);
      const { output, conclusion } = await gate.answer(pull);
      return {
        reactions: comment.reactions.map(({ content }) => content),
        comments: said(pull).slice(before),
        title: output.title ?? '',
        conclusion,
      };
    },
    async keysOn(pull) {
      const { output } = await gate.answer(pull);
      return [...(output.summary ?? '').matchAll(/Finding `([0-9a-f]{8})`/g)].map(([, key]) => key ?? '');
    },
    kinds: async (pull) => (await gate.record(pull)).map(({ kind }) => kind),
  };
}

export const accepted = { reactions: ['+1'], comments: [] };

/** Said to be refused, and why. */
export const refused = (why: string | RegExp) => ({
  reactions: ['-1'],
  comments: [typeof why === 'string' ? expect.stringContaining(why) : expect.stringMatching(why)],
});
