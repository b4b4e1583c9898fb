import type { RecoveryAsk } from '../../policy/policy.ts';
import { everywhere } from './extent.ts';
import type { PlannedObligation } from './planned.ts';

/** What a revert owes in the place of everything that the policy's entries and the findings would ask for. */
export const recoveryObligation = (takesBack: number | null, ask: RecoveryAsk): PlannedObligation => ({
  name: 'recovery',
  about: `revert of #${takesBack}`,
  because: [{ kind: 'revert', value: `#${takesBack}` }],
  covers: null,
  recordedIfNobody: false,
  request: 'teams',
  entry: null,
  requires: { ...ask, owners: [], covers: null, inScope: everywhere },
});
