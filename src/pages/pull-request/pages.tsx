import { Hono } from 'hono';
import { pullRequestKey } from '../../ports.ts';
import { Layout } from '../layout.tsx';
import type { PagesWorld, SignedIn } from '../pages.ts';
import { chosen } from './history.tsx';
import { linksTo, pagePath } from './links.ts';
import { createLooks, type LookOptions } from './look.ts';
import { PullRequestPage } from './page.tsx';
import { mayRevert, REVERT_KINDS, revertsSeen } from './revert/seen.ts';
import { answerOn } from '../commands.ts';

/** `/repos/:owner/:repo/pull/:number`: a pull request as it stands, and as the record has it. */
export function pullRequestPages(world: PagesWorld, options: LookOptions = {}): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  const look = createLooks(world, options);
  app.get('/repos/:owner/:repo/pull/:number{[1-9][0-9]{0,8}}', async (context) => {
    const viewer = context.get('viewer');
    const asked = context.req.param();
    const repository = await viewer.repository({ owner: asked.owner, name: asked.repo });
    if (!repository) return context.notFound();
    const number = Number(asked.number);
    const name = pullRequestKey({ ...repository, number });
    const [looked, entries] = await Promise.all([
      look(repository, number),
      world.store.record({ owner: repository.owner, subject: name, kinds: REVERT_KINDS }),
    ]);
    const decisions = entries.filter(({ kind }) => kind === 'decision');
    const merge = entries.findLast(({ kind }) => kind === 'merge') ?? null;
    const why = 'unread' in looked ? looked.unread : '';
    if ('unread' in looked && decisions.length === 0) {
      if (looked.missing) return context.notFound();
      context.status(503);
    }
    const { from, to, asked: uuid } = context.req.query();
    const href = pagePath(repository, `pull/${number}`);
    const answered = uuid === undefined ? null : await answerOn(uuid, viewer, world.store);
    return context.html(
      <Layout
        title={name}
        version={world.version}
        viewer={viewer}
        csrf={context.get('csrf')}
        trail={[
          { name: repository.owner, href: `/orgs/${encodeURIComponent(repository.owner)}` },
          { name: `${repository.name}#${number}`, href },
        ]}
      >
        {why !== '' && decisions.length === 0 ? (
          <NothingYet name={name} why={why} />
        ) : (
          <PullRequestPage
            name={name}
            number={number}
            evaluation={'evaluation' in looked ? looked.evaluation : null}
            why={why}
            decisions={decisions}
            merge={merge}
            takingBack={{
              seen: revertsSeen(entries),
              may: mayRevert(repository),
              csrf: context.get('csrf'),
              action: `${href}/revert`,
              pageOf: (other) => pagePath(repository, `pull/${other}`),
              asked:
                uuid === undefined
                  ? null
                  : { href: `${href}?asked=${encodeURIComponent(uuid)}#revert`, answer: answered },
            }}
            compared={chosen(decisions, from, to)}
            links={linksTo(world.webUrl, repository)}
            policyHref={pagePath(repository, 'policy')}
            version={world.version}
          />
        )}
      </Layout>,
    );
  });
  return app;
}

const NothingYet = ({ name, why }: { readonly name: string; readonly why: string }) => (
  <>
    <h1>{name}</h1>
    <p>It could not be evaluated for this page, and the record has no decision on it yet.</p>
    <p>{why}</p>
  </>
);
