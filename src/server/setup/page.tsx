import { Layout } from '../../pages/layout.tsx';
import type { AskedPermission } from './manifest.ts';

export interface SetupView {
  readonly version: string;
  /** Where the form goes: GitHub's page for a new app. */
  readonly action: string;
  /** JSON of the manifest. */
  readonly manifest: string;
  /** Empty: the account of whoever is signed in at GitHub. */
  readonly organization: string;
  /** Goes along where the organisation is changed; null: nobody is asked for it. */
  readonly claim: string | null;
  readonly publicUrl: string;
  /** What cannot work with these addresses; null: nothing is known to. */
  readonly warning: string | null;
  readonly permissions: readonly AskedPermission[];
  /** Where the credentials will be kept: "`.env`, …". */
  readonly kept: string;
}

/** What will happen, in three steps, and the button that begins. */
export const SetupPage = ({ version, action, manifest, organization, claim, ...view }: SetupView) => (
  <Layout title="Set up AgentGuard" version={version} viewer={null}>
    <h1>Set up AgentGuard</h1>
    <p class="lead">
      This server is not yet a GitHub App. Three steps make it one; the first two are GitHub’s own pages.
    </p>
    {view.warning !== null && (
      <div class="note" role="note">
        <p>{view.warning}</p>
      </div>
    )}
    <form method="get" action="/probot" class="owner">
      {claim !== null && <input type="hidden" name="claim" value={claim} />}
      <p>
        <label for="organization">Organisation that will own the app</label>
        <br />
        <input
          id="organization"
          name="organization"
          value={organization}
          autocomplete="off"
          spellcheck={false}
        />{' '}
        <button type="submit">Use this one</button>
        <br />
        <span class="quiet">Leave it empty for your own account.</span>
      </p>
    </form>
    <ol>
      <li>
        <b>Register.</b> GitHub shows the name and asks you to confirm. It will belong to{' '}
        {organization === '' ? 'your own account' : <b>{organization}</b>}, and is reached at{' '}
        <code>{view.publicUrl}</code>.
      </li>
      <li>
        <b>Install.</b> GitHub asks which repositories it may see. Choose all, or include the organisation’s{' '}
        <code>.github</code>.
      </li>
      <li>
        <b>Require it.</b> <code>agentguard doctor</code> says what is still missing until nothing merges past
        it, and <code>agentguard doctor --fix</code> adds the ruleset.
      </li>
    </ol>
    <form method="post" action={action}>
      <input type="hidden" name="manifest" value={manifest} />
      <button type="submit" class="primary">
        Register GitHub App
      </button>
    </form>
    <h2>What it asks for, and why</h2>
    <div class="wide" role="region" aria-label="Permissions" tabindex={0}>
      <table>
        <caption>GitHub shows the same list before you confirm.</caption>
        <thead>
          <tr>
            <th scope="col">Permission</th>
            <th scope="col">Access</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {view.permissions.map(({ name, access, why }) => (
            <tr>
              <th scope="row">{name}</th>
              <td>{access}</td>
              <td>{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
    <h2>Where the credentials go</h2>
    <p>
      GitHub hands them to this server alone, once. They are kept in {view.kept}. Nothing is sent anywhere but
      to GitHub.
    </p>
    <p class="quiet">
      You have an app already? Set <code>APP_ID</code>, <code>PRIVATE_KEY_PATH</code> and{' '}
      <code>WEBHOOK_SECRET</code>, and start again.
    </p>
  </Layout>
);

/** Before anything is shown: only whoever started the server knows the setup code. */
export const ClaimPage = ({ version, wrong }: { readonly version: string; readonly wrong: boolean }) => (
  <Layout title="Set up AgentGuard" version={version} viewer={null}>
    <h1>Set up AgentGuard</h1>
    <p class="lead">
      This server has no credentials yet. Whoever started it can register it as a GitHub App.
    </p>
    <form method="get" action="/probot">
      <p>
        <label for="claim">Setup code</label>
        <br />
        <input
          id="claim"
          name="claim"
          autocomplete="off"
          spellcheck={false}
          required
          aria-describedby="where"
          aria-invalid={wrong ? 'true' : undefined}
        />{' '}
        <button type="submit" class="primary">
          Go on
        </button>
        <br />
        <span id="where" class="quiet">
          {wrong ? 'That is not the code of this start. ' : ''}The server wrote it to its standard error when
          it started; each start makes another one.
        </span>
      </p>
    </form>
  </Layout>
);

/** GitHub has registered an app, and its credentials did not get here. */
export const FailedPage = ({ version, why }: { readonly version: string; readonly why: string }) => (
  <Layout title="Set up AgentGuard" version={version} viewer={null}>
    <h1>The app could not be set up</h1>
    <p class="lead">{why}</p>
    <p>
      If GitHub shows a new app in your settings (<i>Developer settings → GitHub Apps</i>), delete it: its
      credentials are handed out once. Then <a href="/probot">begin again</a>.
    </p>
  </Layout>
);

/** Nothing was asked of GitHub: what it hands out could not be kept. */
export const NotYetPage = ({ version, why }: { readonly version: string; readonly why: string }) => (
  <Layout title="Set up AgentGuard" version={version} viewer={null}>
    <h1>The credentials could not be kept</h1>
    <p class="lead">{why}</p>
    <p>
      Let the user that this server runs as write there, or start it in another folder. Then load this page
      again; nothing was registered.
    </p>
  </Layout>
);
