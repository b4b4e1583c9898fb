import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Account, State } from '../state/state.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A page of the GitHub that lives in memory: plain, and like the real one only in what it asks. */
export const page = (title: string, content: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;

/** Nobody signs in here: each form asks who presses its button. */
export const whoField = (people: readonly Account[]): Html =>
  html`<p>
    <label for="login">You are</label>
    <select id="login" name="login">
      ${people.map(({ login }) => html`<option>${login}</option>`)}
    </select>
  </p>`;

export const peopleIn = (state: State): Account[] =>
  [...state.accounts.values()].filter(({ type }) => type === 'User');
