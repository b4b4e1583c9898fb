import type { Check } from '../check.ts';
import type { AccountState, AppState, RepositoryState } from '../facts.ts';
import { floor } from './account/floor.ts';
import { installation } from './account/installation.ts';
import { organizationApprovals } from './account/organization-approvals.ts';
import { revert } from './account/revert.ts';
import { clock } from './app/clock.ts';
import { registration } from './app/registration.ts';
import { webhook } from './app/webhook.ts';
import { approvals } from './repository/approvals.ts';
import { branches } from './repository/branches.ts';
import { bypass } from './repository/bypass.ts';
import { coverage } from './repository/coverage.ts';
import { policy } from './repository/policy.ts';
import { queue } from './repository/queue.ts';
import { required } from './repository/required.ts';

/** Everything the doctor looks at. */
export const APP_CHECKS: readonly Check<AppState>[] = [clock, registration, webhook];
export const ACCOUNT_CHECKS: readonly Check<AccountState>[] = [
  installation,
  floor,
  organizationApprovals,
  revert,
];
export const REPOSITORY_CHECKS: readonly Check<RepositoryState>[] = [
  coverage,
  required,
  bypass,
  policy,
  queue,
  branches,
  approvals,
];
