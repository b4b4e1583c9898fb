import type { About } from '../entry.ts';
import type { ChainSeen } from '../chain.ts';
import type { Tally } from '../tally.ts';
import { minute } from '../../render/time.ts';
import { markup, NOTHING, when, type Markup } from './markup.ts';
import { counted, figure } from './words.ts';

/** Whether what is exported hangs together, and how that can be checked by somebody else. */
export function integrity({ part, checkpoint }: About, { chain }: Tally): Markup {
  const { first, last, gaps, redacted, problems } = chain;
  return markup`<h2>Can this be believed?</h2>
<div class="note ${problems === 0 ? 'good' : 'bad'}">
${problems === 0 ? whole(chain) : broken(chain)}
${when(gaps > 0, () => markup`<p>At ${counted(gaps, 'place')} other entries lie between two of these: they are not of the time or the repository that was asked for. That nothing else was left out shows only in the store.</p>`)}
${when(redacted > 0, () => markup`<p>Out of ${counted(redacted, 'entry', 'entries')} personal data was taken, as a signed entry says. Their hashes are of what was there before.</p>`)}
${first === null || last === null ? NOTHING : markup`<p>First entry: ${first.sequence} <code class="hash">${first.hash}</code><br>Last entry: ${last.sequence} <code class="hash">${last.hash}</code></p>`}
${checkpoint === null ? NOTHING : markup`<p>Newest checkpoint of ${part.owner}: entry ${checkpoint.sequence}, made ${minute(checkpoint.at)}, signed with the key ${checkpoint.key}: <code class="hash">${checkpoint.hash}</code></p>`}
</div>
<p>Each entry has the hash of the one before it, so that an entry that is altered, left out or moved shows. To check the
record itself: <code>agentguard audit verify ${part.owner}</code>. To check a copy without AgentGuard, export it as
<code>jsonl</code>: the file says how. Whoever can write to the store can write a new chain; against that, compare the last
hash with one that was kept elsewhere.</p>`;
}

const whole = ({ entries }: ChainSeen): Markup =>
  entries === 0
    ? markup`<p>There is no entry, so there is nothing to check.</p>`
    : markup`<p><b><span aria-hidden="true">✓</span> Nothing in this part was altered.</b> Every entry is what its hash is of, and those that follow each other are linked.</p>`;

const broken = ({ problems, named }: ChainSeen): Markup =>
  markup`<p><b><span aria-hidden="true">✕</span> ${counted(problems, 'entry does', 'entries do')} not hold.</b> What is recorded here cannot be relied on before it is known why.</p>
<ul>${named.map(({ sequence, problem }) => markup`<li>Entry ${sequence}: ${problem}</li>`)}${when(problems > named.length, () => markup`<li>and ${figure(problems - named.length)} more</li>`)}</ul>`;
