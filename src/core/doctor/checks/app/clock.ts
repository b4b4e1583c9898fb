import type { Check } from '../../check.ts';
import type { AppState } from '../../facts.ts';
import { APP } from '../../healthy.ts';
import { pass, problem, unseen, warning } from '../../line.ts';

/** GitHub refuses sign-ins that were made in its future, or more than ten minutes ago. */
const REFUSED = 60;
const TOLERATED = 10;

export const clock: Check<AppState> = {
  id: 'clock',
  title: 'The clock of this machine',
  why: 'The app signs in with a token that is good for some minutes by the clock. Where the clock is wrong GitHub refuses it, and leases on jobs end at the wrong time.',
  inspect({ clockAhead }) {
    if (clockAhead === null) {
      return [unseen('GitHub did not say what time it is.', 'Compare the clock with a time server.')];
    }
    const off = Math.round(Math.abs(clockAhead));
    if (off <= TOLERATED) return [pass("This machine's clock agrees with GitHub's.")];
    const says = `This machine's clock is ${off} seconds ${clockAhead > 0 ? 'ahead of' : 'behind'} GitHub's.`;
    const mend = 'Let it follow a time server, and look at the clock of the server as well.';
    return [off > REFUSED ? problem(says, mend) : warning(says, mend)];
  },
  examples: [
    { when: 'right', facts: APP, lines: ["pass: This machine's clock agrees with GitHub's."] },
    {
      when: 'half a minute behind',
      facts: { ...APP, clockAhead: -30 },
      lines: ["warning: This machine's clock is 30 seconds behind GitHub's."],
    },
    {
      when: 'five minutes ahead',
      facts: { ...APP, clockAhead: 300 },
      lines: ["problem: This machine's clock is 300 seconds ahead of GitHub's."],
    },
    {
      when: 'GitHub names no time',
      facts: { ...APP, clockAhead: null },
      lines: ['unseen: GitHub did not say what time it is.'],
    },
  ],
};
