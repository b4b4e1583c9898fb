import { markdownAsText } from '../markdown.ts';
import type { Screen } from '../terminal.ts';
import type { Theatre } from '../theatre.ts';
import { expect, expectRefused, merge, recordOf, reviewAs, said, showCheck } from './acts.ts';
import { MIGRATION, openAgentsPullRequest, OPENING, setStage } from './stage.ts';

const NARROW = `-- Let the reception desk's tool look up appointments.
GRANT SELECT (starts_at, room) ON appointments TO reception;
`;

/** An agent's migration opens access to data; the operator's approval does not count; the right person's does. */
export async function migrationStory(theatre: Theatre, screen: Screen): Promise<void> {
  screen.say(
    'AgentGuard gates pull requests that AI agents make. This plays one from start to merge, for real: the app as it runs in production with its embedded store, and a GitHub that lives in this process.',
  );

  screen.chapter('The organisation');
  const stage = setStage(theatre);
  screen.say(
    'harbour/clinic keeps a clinic’s appointments. olga looks after the database (team @harbour/dba), nadia writes the application and has agents help her, ada owns the organisation. Merging to main requires the check "AgentGuard" of this very app. The repository’s policy:',
  );
  screen.show('harbour/clinic: .agentguard.yml', stage.policy.trimEnd());

  screen.chapter('AgentGuard is installed');
  screen.act(
    'ada',
    `installs AgentGuard (${theatre.appUrl}) on the organisation. A pull request of nadia’s own is open.`,
  );
  stage.install();
  const own = await theatre.answer(stage.handwritten, (check) => check.conclusion === 'success');
  screen.good(
    `#${stage.handwritten.number} "${stage.handwritten.title}": ${own.output.title}. People’s changes are left alone.`,
  );

  screen.chapter('An agent opens a pull request');
  screen.act('nadia', 'assigns an issue to Copilot. Copilot opens a pull request with one file:');
  const pull = openAgentsPullRequest(theatre, stage);
  screen.show(`${MIGRATION} (new)`, OPENING.trimEnd());
  const blocked = await theatre.answer(pull, (check) => check.conclusion !== 'success');
  showCheck(screen, pull, blocked);
  expect(blocked.output.title?.includes('@harbour/dba') === true, 'the check does not say who must look.');
  expect(blocked.annotations.length > 0, 'the risky lines are not annotated.');
  await expectRefused(theatre, screen, stage.nadia, pull);

  screen.chapter('The agent’s operator approves');
  await reviewAs(theatre.as(stage.nadia), pull, 'APPROVE', 'Looks fine to me.');
  screen.act('nadia', 'approves: "Looks fine to me."');
  const unmoved = await theatre.answer(
    pull,
    (check) => said(check).includes('nadia') && check.id > blocked.id,
  );
  const reason = /\| `nadia` \| ([^|]+) \|/.exec(said(unmoved))?.[1]?.trim();
  expect(reason !== undefined, 'the check does not say why the operator’s approval does not count.');
  screen.bad(`It does not count. The check says: nadia ${markdownAsText(reason)}.`);
  screen.say(`The title is still: ${unmoved.output.title}`);
  await expectRefused(theatre, screen, stage.nadia, pull);

  screen.chapter('The right person looks');
  await reviewAs(
    theatre.as(stage.olga),
    pull,
    'REQUEST_CHANGES',
    'Not to everyone: the desk needs two columns.',
  );
  screen.act('olga', 'asks for changes: "Not to everyone: the desk needs two columns."');
  const opposed = await theatre.answer(pull, (check) => check.id > unmoved.id);
  screen.say(`The check: ${opposed.output.title}`);
  const before = pull.head.sha;
  theatre.github.commit(stage.clinic, {
    branch: pull.head.ref,
    files: { [MIGRATION]: NARROW },
    message: 'Grant two columns to the reception desk only',
    author: stage.copilot,
  });
  screen.act('Copilot', `pushes ${pull.head.sha.slice(0, 7)} over ${before.slice(0, 7)}:`);
  screen.show(MIGRATION, NARROW.trimEnd());
  const mended = await theatre.answer(pull, () => true);
  expect(!said(mended).includes('sql-access'), 'the mended migration is still called risky.');
  screen.good('The findings are gone. What is left is a human’s answer.');
  await reviewAs(theatre.as(stage.olga), pull, 'APPROVE', 'Good.');
  screen.act('olga', 'approves: "Good."');
  const allowed = await theatre.answer(pull, (check) => check.conclusion === 'success');
  showCheck(screen, pull, allowed);

  screen.chapter('The merge');
  const merged = await merge(theatre.as(stage.nadia), pull);
  expect(merged.status === 200, `GitHub refused the merge: ${merged.message}`);
  screen.act('nadia', 'presses merge.');
  screen.good(`Merged as ${pull.merged?.sha.slice(0, 7)}.`);

  screen.chapter('The record');
  const subject = `harbour/clinic#${pull.number}`;
  const record = await recordOf(theatre, subject, /\bmerged\b/i);
  screen.show(`agentguard audit show ${subject}`, record.trimEnd());
  screen.show(
    'agentguard audit verify harbour',
    (await theatre.command('audit', 'verify', 'harbour')).trimEnd(),
  );
  expect(record.includes('olga') && record.includes('nadia'), 'the record does not say who answered.');
  screen.say('');
  screen.good('The agent’s change was seen, the right person answered for it, and the record says so.');
}
