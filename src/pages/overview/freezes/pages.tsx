import { Hono, type Context } from 'hono';
import { parseCommand } from '../../../core/commands/parse.ts';
import { giveCommand, untilAnswered } from '../../commands.ts';
import type { PagesWorld, SignedIn } from '../../pages.ts';
import { problemPage } from '../../problem.tsx';
import { overviewPath } from '../query.ts';
import { mayStop } from './seen.ts';

/** `POST /orgs/:owner/freezes`: stops agents or lets them go on, by the word of whoever is signed in. */
export function freezePages(world: Pick<PagesWorld, 'store' | 'clock' | 'version' | 'wake'>): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  app.post('/orgs/:owner/freezes', async (context) => {
    const viewer = context.get('viewer');
    const form = await context.req.parseBody();
    const field = (name: string): string => {
      const value = form[name];
      return typeof value === 'string' ? value : '';
    };
    const all = await viewer.repositories(context.req.param('owner'));
    const repository = all.find(({ name }) => name.toLowerCase() === field('repository').toLowerCase());
    if (!repository) return context.notFound();
    const back = overviewPath(repository.owner, {}, '#freezes');
    const refuse = (status: 403 | 422, text: string): Response | Promise<Response> =>
      refused(context, world.version, status, text, back);
    if (!mayStop(repository)) {
      return refuse(
        403,
        'To stop agents, and to let them go on, takes maintain access to the repository; for a whole organisation, admin access to its .github repository.',
      );
    }
    const [agent, reason] = [field('agent'), field('reason')];
    const text =
      field('what') === 'unfreeze'
        ? `/agentguard unfreeze ${agent} ${reason}`
        : `/agentguard freeze ${agent} ${field('time')} ${reason}`;
    const asked = parseCommand(text);
    if (asked.verb !== 'freeze' && asked.verb !== 'unfreeze') {
      return refuse(422, asked.verb === null ? asked.refusal.replaceAll('`', '') : 'Nothing was asked for.');
    }
    const uuid = await giveCommand(text, repository, viewer, world);
    await untilAnswered(uuid, viewer, world.store);
    return context.redirect(overviewPath(repository.owner, { asked: uuid }, '#freezes'), 303);
  });
  return app;
}

const refused = (
  context: Context<SignedIn>,
  version: string,
  status: 403 | 422,
  text: string,
  back: string,
): Response | Promise<Response> =>
  problemPage(context, version, {
    status,
    title: 'Nothing was done',
    text,
    next: { name: 'Go back', href: back },
  });
