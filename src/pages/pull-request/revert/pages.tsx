import { Hono } from 'hono';
import { parseCommand } from '../../../core/commands/parse.ts';
import { pullRequestKey } from '../../../ports.ts';
import { giveCommand, untilAnswered } from '../../commands.ts';
import type { PagesWorld, SignedIn } from '../../pages.ts';
import { problemPage } from '../../problem.tsx';
import { pagePath } from '../links.ts';
import { mayRevert, REVERT_KINDS, revertsSeen } from './seen.ts';

/** `POST /repos/:owner/:repo/pull/:number/revert`: has a merged one taken back, by the word of whoever is signed in. */
export function revertPages(world: Pick<PagesWorld, 'store' | 'clock' | 'version' | 'wake'>): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  app.post('/repos/:owner/:repo/pull/:number{[1-9][0-9]{0,8}}/revert', async (context) => {
    const viewer = context.get('viewer');
    const asked = context.req.param();
    const repository = await viewer.repository({ owner: asked.owner, name: asked.repo });
    if (!repository) return context.notFound();
    const number = Number(asked.number);
    const back = pagePath(repository, `pull/${number}`);
    const refuse = (status: 403 | 422, text: string): Response | Promise<Response> =>
      problemPage(context, world.version, {
        status,
        title: 'Nothing was done',
        text,
        next: { name: 'Go back', href: back },
      });
    if (!mayRevert(repository)) {
      return refuse(403, 'To have a change taken back takes write access to the repository.');
    }
    const entries = await world.store.record({
      owner: repository.owner,
      subject: pullRequestKey({ ...repository, number }),
      kinds: REVERT_KINDS,
    });
    const { merged, possible } = revertsSeen(entries);
    if (!merged || !possible) {
      return refuse(422, 'Only merged pull requests that an agent had a hand in are taken back here.');
    }
    const { reason } = await context.req.parseBody();
    const text = `/agentguard revert ${typeof reason === 'string' ? reason : ''}`;
    const parsed = parseCommand(text);
    if (parsed.verb !== 'revert') return refuse(422, 'Say why, in a few words.');
    const uuid = await giveCommand(text, { ...repository, number }, viewer, world);
    await untilAnswered(uuid, viewer, world.store);
    return context.redirect(`${back}?asked=${uuid}#revert`, 303);
  });
  return app;
}
