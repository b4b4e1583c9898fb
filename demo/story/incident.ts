import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Issue, PullRequest } from '../github/state/state.ts';
import { markdownAsText } from '../markdown.ts';
import type { Screen } from '../terminal.ts';
import type { Theatre } from '../theatre.ts';
import { expect, expectRefused, merge, recordOf, reviewAs, showCheck, until } from './acts.ts';
import { MIGRATION, openAgentsPullRequest, OPENING, setStage, type Stage } from './stage.ts';

/**
 * What happened at Meta in March 2026, with a way back: an agent's change opens data, an admin merges it past the gate,
 * and whoever is on call stops the agent and takes the change back.
 */
export async function incidentStory(theatre: Theatre, screen: Screen): Promise<void> {
  screen.say(
    'In March 2026 an engineer followed what an agent had advised, and for two hours data lay open to staff who should not see it: nobody noticed, and nobody had the way back at hand. This plays such a night with AgentGuard: the app as it runs in production, and a GitHub that lives in this process.',
  );
  const stage = setStage(theatre, { adminBypasses: true, olgaMaintains: true });
  stage.install();

  screen.chapter('Past the gate');
  screen.say(
    'harbour/clinic keeps a clinic’s appointments. Merging to main requires the check "AgentGuard"; ada owns the organisation, and the rules let her bypass it.',
  );
  const pull = openAgentsPullRequest(theatre, stage);
  screen.act('Copilot', `opens #${pull.number} "${pull.title}", as nadia asked:`);
  screen.show(`${MIGRATION} (new)`, OPENING.trimEnd());
  const blocked = await theatre.answer(pull, (check) => check.conclusion !== 'success');
  screen.say(`The check: ${blocked.output.title}`);
  await expectRefused(theatre, screen, stage.nadia, pull);
  const merged = await merge(theatre.as(stage.ada), pull);
  expect(merged.status === 200, `GitHub refused the merge: ${merged.message}`);
  const exposed = Date.now();
  screen.act('ada', 'is asked to help, trusts it, and merges past the rules.');
  screen.bad('Every account of the database can read the appointments of all patients now.');

  screen.chapter('The alert');
  const alert = await alertAbout(theatre, stage, pull);
  const alerted = Date.now();
  screen.say(`${seconds(alerted - exposed)} later there is an issue in the repository:`);
  screen.show(`#${alert.number} "${alert.title}"`, markdownAsText(alert.body ?? ''));

  screen.chapter('Stopping the bleeding');
  const next = anotherPullRequest(theatre, stage);
  screen.act('Copilot', `goes on meanwhile: it opens #${next.number} "${next.title}".`);
  await theatre.answer(next, () => true);
  await say(theatre, stage, alert, '/agentguard freeze all 4h patients’ data is open', screen);
  const frozen = await theatre.answer(next, (check) => /frozen/i.test(check.output.title ?? ''));
  screen.good(`#${next.number}: ${frozen.output.title}`);

  screen.chapter('The way back');
  await say(theatre, stage, alert, '/agentguard revert patients’ data is open to every account', screen);
  const revert = await revertOf(theatre, stage, pull);
  const back = await theatre.answer(revert, (check) => check.conclusion !== 'success');
  screen.say(`AgentGuard opens #${revert.number} "${revert.title}" through GitHub’s own revert.`);
  showCheck(screen, revert, back);
  await reviewAs(theatre.as(stage.olga), revert, 'APPROVE', 'Back to the night before.');
  screen.act('olga', 'approves: "Back to the night before."');
  const mergeable = await theatre.answer(revert, (check) => check.conclusion === 'success');
  const taken = Date.now() - alerted;
  screen.good(`${mergeable.output.title}: ${seconds(taken)} from the alert to a revert that may be merged.`);
  expect(taken < 60_000, 'it took more than a minute.');
  const reverted = await merge(theatre.as(stage.olga), revert);
  expect(reverted.status === 200, `GitHub refused the merge: ${reverted.message}`);
  screen.act('olga', 'presses merge.');
  screen.good(`The data is closed again, ${seconds(Date.now() - exposed)} after it was opened.`);
  const end = await until('the end of the alert', () => (alert.state === 'closed' ? alert : undefined));
  screen.show(`#${end.number} is closed`, markdownAsText(end.comments.at(-1)?.body ?? ''));

  await theRecord(theatre, screen, pull);
}

/** Who let it in, who took it back, and how anybody can check that nothing of it was altered. */
async function theRecord(theatre: Theatre, screen: Screen, pull: PullRequest): Promise<void> {
  screen.chapter('The record');
  const subject = `harbour/clinic#${pull.number}`;
  const record = await recordOf(theatre, subject, /reverted/i);
  screen.show(`agentguard audit show ${subject}`, record.trimEnd());
  expect(record.includes('ada') && record.includes('olga'), 'the record does not say who did what.');
  const verified = await until('the signed record', async () => {
    try {
      return await theatre.command('audit', 'verify', 'harbour');
    } catch {
      // It is signed every quarter of an hour, and when the server starts.
      return undefined;
    }
  });
  screen.show('agentguard audit verify harbour', verified.trimEnd());
  const again = await theatre.command('replay', 'harbour');
  screen.show('agentguard replay harbour', again.trimEnd());
  const file = join(theatre.folder, 'harbour.html');
  await theatre.command('audit', 'export', 'harbour', '--format', 'html', '--output', file);
  expect(readFileSync(file, 'utf8').includes(subject), 'the export does not tell of it.');
  screen.say(`For the auditor: agentguard audit export harbour --format html --output ${file}`);
  screen.say('');
  screen.good('It got through, and everything that had to happen then did, with a name to each step.');
}

async function alertAbout(theatre: Theatre, { clinic }: Stage, pull: PullRequest): Promise<Issue> {
  return until('the alert', () =>
    [...clinic.issues.values()].find(
      (issue): issue is Issue =>
        issue.kind === 'issue' && issue.author === theatre.app.bot && issue.title.includes(`#${pull.number}`),
    ),
  );
}

async function revertOf(theatre: Theatre, { clinic }: Stage, pull: PullRequest): Promise<PullRequest> {
  return until('the revert', () =>
    [...clinic.issues.values()].find(
      (each): each is PullRequest =>
        each.kind === 'pull' && each.author === theatre.app.bot && each.title.includes(pull.title),
    ),
  );
}

/** olga is on call tonight. */
async function say(
  theatre: Theatre,
  { olga, clinic }: Stage,
  { number }: Issue,
  text: string,
  screen: Screen,
): Promise<void> {
  screen.act('olga', `is on call, and writes under the alert: ${text}`);
  await theatre.as(olga).issues.createComment({
    owner: clinic.owner.login,
    repo: clinic.name,
    issue_number: number,
    body: text,
  });
}

function anotherPullRequest({ github }: Theatre, { clinic, nadia, copilot }: Stage): PullRequest {
  const head = 'copilot/show-the-room';
  github.commit(clinic, {
    branch: head,
    files: { 'src/room.js': "console.log('room 7');\n" },
    message: `Show the room\n\nCo-authored-by: nadia <${nadia.id}+nadia@users.noreply.github.com>\n`,
    author: copilot,
  });
  return github.openPullRequest(clinic, { title: 'Show the room', head, author: copilot });
}

const seconds = (milliseconds: number): string => {
  const whole = Math.max(1, Math.round(milliseconds / 1000));
  return whole === 1 ? '1 second' : `${whole} seconds`;
};
