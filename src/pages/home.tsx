import type { Obstacle } from '../server/readiness.ts';
import { Layout } from './layout.tsx';
import type { ViewedAccount, Viewer } from '../ports/viewer.ts';

interface HomeProps {
  readonly version: string;
  /** What keeps AgentGuard from its work; none: it is well. */
  readonly obstacles: readonly Obstacle[];
}

/** The first page for whoever is not signed in. `signIn` null: nobody can sign in here. */
export const Welcome = ({ signIn, ...props }: HomeProps & { readonly signIn: string | null }) => (
  <Layout title="What this is" version={props.version} viewer={null}>
    <section class="welcome">
      <h1>A gate for pull requests that AI agents make</h1>
      <p class="lead">
        AgentGuard finds out which pull requests an agent had a hand in, looks at what they change, and holds
        them until the right people have approved. What it decided, and why, is kept.
      </p>
      {signIn === null ? (
        <div class="note">
          <h2>The pages are off</h2>
          <p>
            Pull requests are gated all the same. To read about them here, whoever runs this server sets{' '}
            <code>CLIENT_ID</code> and <code>CLIENT_SECRET</code> of the GitHub App, and{' '}
            <code>PUBLIC_URL</code> to the address of this server.
          </p>
        </div>
      ) : (
        <>
          <p>
            <a class="button primary" href={signIn}>
              Sign in with GitHub
            </a>
          </p>
          <p class="quiet">
            You see what you can read on GitHub, and nothing else. AgentGuard learns who you are and does
            nothing in your name.
          </p>
        </>
      )}
    </section>
    <Health obstacles={props.obstacles} />
  </Layout>
);

export interface ListedAccount extends ViewedAccount {
  /** How many repositories of it one can see. */
  readonly repositories: number;
}

/** The first page for whoever is signed in: where they can go. */
export const Accounts = ({
  viewer,
  csrf,
  accounts,
  ...props
}: HomeProps & {
  readonly viewer: Pick<Viewer, 'login'>;
  readonly csrf: string;
  readonly accounts: readonly ListedAccount[];
}) => (
  <Layout title="Your accounts" version={props.version} viewer={viewer} csrf={csrf}>
    <h1>Your accounts</h1>
    {accounts.length === 0 ? (
      <div class="note">
        <p>
          AgentGuard is installed nowhere that you can read, {viewer.login}. Ask an owner of your organisation
          to install it, or to give you access to a repository. If that was done just now, load this page
          again in a minute.
        </p>
      </div>
    ) : (
      <ul class="cards">
        {accounts.map(({ owner, repositories }) => (
          <li class="card">
            <h2>
              <a href={`/orgs/${encodeURIComponent(owner)}`}>{owner}</a>
            </h2>
            <p class="quiet">
              {repositories === 1 ? 'One repository' : `${repositories} repositories`} that you can see
            </p>
          </li>
        ))}
      </ul>
    )}
    <Health obstacles={props.obstacles} />
  </Layout>
);

const Health = ({ obstacles }: Pick<HomeProps, 'obstacles'>) => (
  <section class="health">
    <h2>This server</h2>
    {obstacles.length === 0 ? (
      <p>
        <span class="badge allow">
          <span aria-hidden="true">✓</span> Working
        </span>{' '}
        It receives what GitHub sends and works it off.
      </p>
    ) : (
      <>
        <p>
          <span class="badge block">
            <span aria-hidden="true">✕</span> Hindered
          </span>{' '}
          Something is in the way, so checks may stay as they are for now.
        </p>
        <ul>
          {obstacles.map(({ part, problem }) => (
            <li>
              {PARTS[part]}: {problem}
            </li>
          ))}
        </ul>
        <p>
          <a href="/readyz">What whoever runs this server can do</a>
        </p>
      </>
    )}
  </section>
);

const PARTS: Readonly<Record<Obstacle['part'], string>> = {
  database: 'The database',
  clock: 'The clock',
  github: 'GitHub',
  process: 'This server',
};
