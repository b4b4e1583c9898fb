import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Layout } from './layout.tsx';
import type { SignedIn } from './pages.ts';

/** A page that says what is wrong and where to go from there. */
export interface Problem {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  readonly text: string;
  readonly next: { readonly name: string; readonly href: string };
}

export const HOME = { name: 'Go to the first page', href: '/' };

/** Answers with a problem in the layout, for whoever is signed in or nobody. */
export function problemPage(
  context: Context,
  version: string,
  { status, title, text, next }: Problem,
): Response | Promise<Response> {
  const { viewer = null, csrf } = context.var as Partial<SignedIn['Variables']>;
  return context.html(
    <Layout title={title} version={version} viewer={viewer} {...(csrf === undefined ? {} : { csrf })}>
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <a class="button" href={next.href}>
          {next.name}
        </a>
      </p>
    </Layout>,
    status,
  );
}

/** For addresses that lead nowhere, and for what one cannot see: nobody is told which. */
export const notFoundPage = (version: string) => (context: Context) =>
  problemPage(context, version, {
    status: 404,
    title: 'There is nothing here',
    text: 'The address may be mistyped, or it leads to something that you cannot see on GitHub. If you were given access just now, wait a minute and try again.',
    next: HOME,
  });
