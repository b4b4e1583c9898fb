import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { registerFromManifest } from '../../adapters/github/manifest.ts';
import { SourceError } from '../../ports.ts';
import type { Environment } from '../../server/configuration.ts';
import { isPublicUrl } from '../../server/configuration/sign-in.ts';
import { envLines } from '../../server/env-file.ts';
import { listen } from '../../server/listen.ts';
import { createLog } from '../../server/log.ts';
import { fetchThrough } from '../../server/network.ts';
import { createClaim, createSetup, type RegisteredApp } from '../../server/setup.tsx';
import { variablesOf } from '../../server/setup/variables.ts';
import { NOT_ALLOWED, USAGE_ERROR } from '../exit-codes.ts';
import { InputError, note } from '../local/input.ts';
import { print } from '../local/output.ts';
import { reachGitHub } from '../remote/github.ts';
import { projectRoot, VERSION } from '../version.ts';
import { openInBrowser } from './browser.ts';
import { credentialsFile } from './credentials-file.ts';

export interface SetupCommandOptions {
  readonly org?: string;
  readonly url?: string;
  readonly credentials: string;
  readonly print?: true;
  readonly force?: true;
  readonly port: number;
  readonly open: boolean;
}

/** Registers an app and keeps its credentials; sets the exit code. */
export async function setup(options: SetupCommandOptions, environment: Environment): Promise<void> {
  try {
    await register(options, environment);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    note(error.message);
    process.exitCode = USAGE_ERROR;
  }
}

async function register(options: SetupCommandOptions, environment: Environment): Promise<void> {
  const { apiUrl, webUrl, proxy } = reachGitHub(environment);
  const organization = checkedOrganization(options.org ?? '');
  const asked = options.url === undefined ? null : checkedUrl(options.url);
  const file = options.print ? null : credentialsFile(options.credentials, options.force === true);
  const publicUrl = asked ?? checkedUrl(await askForUrl());
  const claim = createClaim();
  const ending = outcome();
  let registered: RegisteredApp | null = null;
  const app = createSetup({
    manifest: readFileSync(new URL('app.yml', projectRoot()), 'utf8'),
    version: VERSION,
    webUrl,
    log: createLog('silent'),
    claim,
    publicUrl,
    organization,
    kept: file
      ? `the file ${options.credentials}, which only you can read`
      : 'nothing: they are printed once',
    // Looked at before the page was opened.
    obstacle: () => null,
    async register(code) {
      try {
        return await registerFromManifest({ baseUrl: apiUrl, code, fetch: fetchThrough(proxy) });
      } catch (error) {
        if (error instanceof SourceError) note(`${error.message} Begin again on the page.`);
        throw error;
      }
    },
    async finish(made) {
      registered = made;
      const values = variablesOf(made, publicUrl);
      try {
        if (file) file.write(values);
        else await print(envLines(values));
      } catch (error) {
        ending.fail(error);
        throw error;
      }
      // The answer to this very request goes out first: it leads to the installation.
      setTimeout(() => ending.done(), 500);
    },
  });
  const { url, close } = await listen(app, { host: '127.0.0.1', port: options.port }).catch(
    (error: Error) => {
      throw new InputError(error.message.replace('set PORT to another one', 'give another one with --port'));
    },
  );
  const stop = (): void => ending.stop();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const page = `${url}/probot?claim=${claim}`;
    note(`Open ${page}`);
    if (options.open) openInBrowser(page);
    note('Waiting for you to confirm at GitHub. Ctrl-C breaks it off.');
    await ending.promise;
    if (registered === null) {
      note('Broken off. No app was registered, nothing was kept.');
      process.exitCode = NOT_ALLOWED;
      return;
    }
    tellNext(registered, options, publicUrl);
  } catch (error) {
    if (registered === null) throw error;
    throw lost(registered, error);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await close();
  }
}

function tellNext(
  app: RegisteredApp,
  { credentials, print: printed }: SetupCommandOptions,
  publicUrl: string,
): void {
  note(
    `Registered. ${printed ? 'The credentials were printed once, and kept nowhere.' : `The credentials are in ${credentials}.`}`,
  );
  note(`
What comes next:
  1. Install it, if the browser has not brought you there: ${app.url}/installations/new
  2. Start the server where ${publicUrl} leads to: agentguard serve
  3. See what is still missing: agentguard doctor`);
}

/** GitHub shows credentials once: without them the app is of no use. */
const lost = ({ url }: RegisteredApp, error: unknown): InputError =>
  new InputError(
    `The app was registered, but its credentials could not be kept: ${(error as Error).message}\nDelete it at ${url}, mend that, and begin again.`,
  );

function checkedOrganization(name: string): string {
  if (name === '' || /^[a-z\d](?:[a-z\d-]{0,98}[a-z\d])?$/i.test(name)) return name;
  throw new InputError(`"${name}" is no name of an organisation; write it as in its address at GitHub.`);
}

function checkedUrl(text: string): string {
  const url = text.trim().replace(/\/+$/, '');
  if (isPublicUrl(url)) return url;
  throw new InputError(
    `"${text}" cannot be where the server is reached: write an address with https and without a path, such as https://guard.example.com.`,
  );
}

async function askForUrl(): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new InputError('Say where GitHub will reach the server: --url https://guard.example.com.');
  }
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    note(
      'GitHub delivers events to the server, so it has to reach it over HTTPS: by a name of yours, or a tunnel.',
    );
    return await reader.question('Address of the server (https://…): ');
  } finally {
    reader.close();
  }
}

/** Ends once, in one of three ways. */
function outcome() {
  let done = (): void => {};
  let fail = (_error: unknown): void => {};
  const promise = new Promise<void>((resolve, reject) => {
    done = resolve;
    fail = reject;
  });
  return { promise, done, fail, stop: done };
}
