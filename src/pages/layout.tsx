import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { STYLE_HREF } from './style/style.ts';

/** What every page has around it. */
export interface LayoutProps {
  /** Says what the page is, the most particular first. */
  readonly title: string;
  readonly version: string;
  /** null: nobody is signed in. */
  readonly viewer: { readonly login: string } | null;
  /** Of whoever is signed in, for the button that signs out. */
  readonly csrf?: string;
  /** Links from the whole to this page; the last one is the page itself. */
  readonly trail?: readonly { readonly name: string; readonly href: string }[];
  readonly children?: Child;
}

/** A whole page, with its document type. */
export const Layout = ({ title, version, viewer, csrf, trail = [], children }: LayoutProps) => (
  <>
    {raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title} · AgentGuard</title>
        <link rel="stylesheet" href={STYLE_HREF} />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <header class="site">
          <div class="inside">
            <a class="home" href="/">
              <Shield /> AgentGuard
            </a>
            {trail.length > 0 && (
              <nav class="trail" aria-label="You are here">
                <ol>
                  {trail.map(({ name, href }, index) => (
                    <li>
                      <a href={href} aria-current={index === trail.length - 1 ? 'page' : undefined}>
                        {name}
                      </a>
                    </li>
                  ))}
                </ol>
              </nav>
            )}
            {viewer && (
              <form class="who" method="post" action="/sign-out">
                <input type="hidden" name="csrf" value={csrf} />
                <span>{viewer.login}</span> <button type="submit">Sign out</button>
              </form>
            )}
          </div>
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        <footer class="site">AgentGuard {version}</footer>
      </body>
    </html>
  </>
);

const Shield = () => (
  <svg class="mark" viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
    <path d="M8 0.8 14 3v4.6c0 3.6-2.4 6.3-6 7.6-3.6-1.3-6-4-6-7.6V3z" fill="currentColor" />
    <path d="m5 8 2.2 2.2L11.2 6" fill="none" class="tick" stroke-width="1.8" />
  </svg>
);
