import { Hono } from 'hono';
import type { Clock, Store } from '../../../src/ports.ts';
import { overviewPages } from '../../../src/pages/overview/pages.tsx';
import type { SignedIn } from '../../../src/pages/pages.ts';
import { STYLE } from '../../../src/pages/style/style.ts';
import type { ViewedRepository, Viewer } from '../../../src/ports/viewer.ts';

/** Somebody who can read these repositories, `owner/name`, and no others. */
export function viewerOf(login: string, names: readonly string[]): Viewer {
  const all: ViewedRepository[] = names.toSorted().map((full) => {
    const [owner = '', name = ''] = full.split('/');
    return { owner, name, installationId: 1, permission: 'read' };
  });
  const isOf = (owner: string) => (each: ViewedRepository) =>
    each.owner.toLowerCase() === owner.toLowerCase();
  return {
    login,
    accounts: async () =>
      [...new Set(all.map(({ owner }) => owner))].map((owner) => ({ owner, installationId: 1 })),
    repositories: async (owner) => all.filter(isOf(owner)),
    repository: async ({ owner, name }) =>
      all.filter(isOf(owner)).find((each) => each.name.toLowerCase() === name.toLowerCase()) ?? null,
  };
}

/** The overview as somebody signed in gets it, with the style sheet. */
export function pagesFor(viewer: Viewer, { store, clock }: { store: Store; clock: Clock }): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  app.use(async (context, next) => {
    context.set('viewer', viewer);
    context.set('csrf', 'a-token');
    await next();
  });
  app.get('/assets/style.css', (context) => context.body(STYLE, 200, { 'content-type': 'text/css' }));
  app.route('/', overviewPages({ store, clock, version: '1.0.0', webUrl: 'https://github.com' }));
  return app;
}
