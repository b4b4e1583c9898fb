import type { Account, CommitPerson } from '../facts/facts.ts';
import { parseNoreply } from './text/mailbox.ts';

/** Automation that is no agent. */
interface Bot {
  readonly id: string;
  /** Logins of its user accounts, lower case. */
  readonly logins?: readonly string[];
  /** Mailboxes that belong to nobody, lower case. */
  readonly emails?: readonly string[];
}

/**
 * User accounts and mailboxes of common automation. Apps need no entry, as their login ends in `[bot]`.
 * It says who saved a commit and nothing more: `github-actions` runs agents, too, and their marks are read as ever.
 */
export const BOTS: readonly Bot[] = [
  {
    id: 'dependabot',
    logins: ['dependabot', 'dependabot-preview'],
    emails: ['support@dependabot.com', 'no-reply@github.com'],
  },
  {
    id: 'renovate',
    logins: ['renovate-bot'],
    emails: ['bot@renovateapp.com', 'renovate@whitesourcesoftware.com'],
  },
  {
    id: 'github-actions',
    logins: ['actions-user'],
    emails: ['action@github.com', 'actions@github.com', 'github-actions@github.com'],
  },
  {
    id: 'semantic-release',
    logins: ['semantic-release-bot'],
    emails: ['semantic-release', 'semantic-release-bot@martynus.net'],
  },
  { id: 'snyk', logins: ['snyk-bot'], emails: ['snyk-bot@snyk.io', 'github+bot@snyk.io'] },
  { id: 'semgrep', emails: ['semgrep@r2c.dev', 'sgrep@r2c.dev'] },
  { id: 'greenkeeper', emails: ['support@greenkeeper.io'] },
  { id: 'pyup', logins: ['pyup-bot'], emails: ['github-bot@pyup.io'] },
  { id: 'imgbot', emails: ['imgbothelp@gmail.com'] },
  { id: 'styleci', emails: ['bot@styleci.io'] },
  { id: 'qodana', emails: ['qodana-support@jetbrains.com'] },
  { id: 'bors', logins: ['bors'] },
  { id: 'step-security-bot', emails: ['bot@stepsecurity.io'] },
  { id: 'stacklokbot', logins: ['stacklokbot'] },
  { id: 'cloudpossebot', logins: ['cloudpossebot'] },
  { id: 'golangcibot', logins: ['golangcibot'] },
  { id: 'pytorchmergebot', logins: ['pytorchmergebot'] },
  { id: 'brewtestbot', logins: ['brewtestbot'] },
  { id: 'r-ryantm', logins: ['r-ryantm'] },
  { id: 'conda-forge-admin', logins: ['conda-forge-admin'] },
  { id: 'meeseeksmachine', logins: ['meeseeksmachine'] },
  { id: 'tensorflower-gardener', logins: ['tensorflower-gardener'], emails: ['gardener@tensorflow.org'] },
  { id: 'dotnet-bot', emails: ['dotnet-bot@dotnetfoundation.org', 'dn-bot@microsoft.com'] },
  { id: 'gemini-cli-robot', emails: ['gemini-cli-robot@google.com'] },
  { id: 'jetski-bot', emails: ['jetski-bot@google.com'] },
  { id: 'yoshi-automation', logins: ['yoshi-automation'], emails: ['yoshi-automation@google.com'] },
  { id: 'octokitbot', logins: ['octokitbot'], emails: ['security+octokitbot@github.com'] },
  { id: 'codegen-bot', emails: ['team+codegenbot@codegen.sh'] },
  { id: 'kilocode-bot', emails: ['kevin+kilocodebot@kilocode.ai'] },
  { id: 'openhands-bot', emails: ['contact@all-hands.dev', 'evaluation@openhands.dev'] },
  { id: 'git-ai', emails: ['git-ai@local'] },
  { id: 'weblate', logins: ['weblate'], emails: ['noreply@weblate.org', 'hosted@weblate.org'] },
  { id: 'crowdin', logins: ['crowdin-bot'], emails: ['support+bot@crowdin.com'] },
];

/**
 * A user account with `bot` as a word of its own at the end says what it is. Without the hyphen people are called
 * so (Talbot, Sabot).
 */
const MACHINE = /-(?:ro)?bot$/;

const BY_LOGIN = new Map(BOTS.flatMap((bot) => (bot.logins ?? []).map((login) => [login, bot.id] as const)));
const BY_EMAIL = new Map(BOTS.flatMap((bot) => (bot.emails ?? []).map((email) => [email, bot.id] as const)));

function botByLogin(login: string): string | null {
  const lower = login.toLowerCase();
  if (lower.endsWith('[bot]')) return lower.slice(0, -'[bot]'.length);
  return BY_LOGIN.get(lower) ?? (MACHINE.test(lower) ? lower : null);
}

/** The id of the automation that has this account; null: it is none. Agents have to be told apart before. */
export function botAccount(account: Account): string | null {
  return botByLogin(account.login) ?? (account.type === 'Bot' ? account.login.toLowerCase() : null);
}

/** The id of the automation that a commit names as author or committer; null: it is none. */
export function botPerson(person: CommitPerson): string | null {
  const byAccount = person.account ? botAccount(person.account) : null;
  if (byAccount !== null) return byAccount;
  const address = parseNoreply(person.email);
  return (address ? botByLogin(address.login) : null) ?? BY_EMAIL.get(person.email.toLowerCase()) ?? null;
}
