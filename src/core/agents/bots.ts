import type { Account, CommitPerson } from '../facts/facts.ts';
import { parseNoreply } from './mailbox.ts';

/** Automation that is no agent and does not show it by a login ending in `[bot]`. */
interface Bot {
  readonly id: string;
  /** Logins of its user accounts, lower case. */
  readonly logins?: readonly string[];
  /** Mailboxes that belong to nobody, lower case. */
  readonly emails?: readonly string[];
}

/** User accounts and mailboxes of common automation. Apps need no entry: their login ends in `[bot]`. */
export const BOTS: readonly Bot[] = [
  { id: 'dependabot', logins: ['dependabot', 'dependabot-preview'], emails: ['support@dependabot.com'] },
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
  { id: 'snyk', logins: ['snyk-bot'], emails: ['snyk-bot@snyk.io'] },
  { id: 'greenkeeper', emails: ['support@greenkeeper.io'] },
  { id: 'pyup', logins: ['pyup-bot'], emails: ['github-bot@pyup.io'] },
  { id: 'imgbot', emails: ['imgbothelp@gmail.com'] },
  { id: 'k8s-ci-robot', logins: ['k8s-ci-robot'] },
  { id: 'bors', emails: ['bors@users.noreply.github.com'] },
  { id: 'step-security-bot', logins: ['step-security-bot'], emails: ['bot@stepsecurity.io'] },
  {
    id: 'gemini-cli-robot',
    logins: ['gemini-cli-robot'],
    emails: ['gemini-cli-robot@google.com'],
  },
  { id: 'yoshi-automation', logins: ['yoshi-automation'], emails: ['yoshi-automation@google.com'] },
  { id: 'octokitbot', logins: ['octokitbot'], emails: ['security+octokitbot@github.com'] },
  { id: 'weblate', logins: ['weblate'], emails: ['noreply@weblate.org', 'hosted@weblate.org'] },
  { id: 'crowdin', logins: ['crowdin-bot'], emails: ['support+bot@crowdin.com'] },
];

const BY_LOGIN = new Map(BOTS.flatMap((bot) => (bot.logins ?? []).map((login) => [login, bot.id] as const)));
const BY_EMAIL = new Map(BOTS.flatMap((bot) => (bot.emails ?? []).map((email) => [email, bot.id] as const)));

function botByLogin(login: string): string | null {
  const lower = login.toLowerCase();
  return lower.endsWith('[bot]') ? lower.slice(0, -'[bot]'.length) : (BY_LOGIN.get(lower) ?? null);
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
