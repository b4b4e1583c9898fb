import type { Child } from 'hono/jsx';

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

/** A whole page. */
export const Layout = ({ title, version, viewer, csrf, trail = [], children }: LayoutProps) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title} · AgentGuard</title>
      <link rel="stylesheet" href="/assets/style.css" />
    </head>
    <body>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="site">
        <a class="home" href="/">
          AgentGuard
        </a>
        <nav aria-label="You are here">
          <ol class="trail">
            {trail.map(({ name, href }, index) => (
              <li>
                <a href={href} aria-current={index === trail.length - 1 ? 'page' : undefined}>
                  {name}
                </a>
              </li>
            ))}
          </ol>
        </nav>
        {viewer && (
          <form class="who" method="post" action="/sign-out">
            <input type="hidden" name="csrf" value={csrf} />
            <span>{viewer.login}</span> <button type="submit">Sign out</button>
          </form>
        )}
      </header>
      <main id="main">{children}</main>
      <footer class="site">AgentGuard {version}</footer>
    </body>
  </html>
);
