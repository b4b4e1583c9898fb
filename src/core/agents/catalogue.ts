import type { Agent } from './agent.ts';
import { aider } from './rows/aider.ts';
import { amazonQ } from './rows/amazon-q.ts';
import { claudeCode, claudeGithubAgent, claudeGithubApp } from './rows/claude.ts';
import { codex } from './rows/codex.ts';
import { copilotAutofix, copilotCli, copilotCodingAgent, copilotIde, copilotReview } from './rows/copilot.ts';
import { cursor } from './rows/cursor.ts';
import { devin } from './rows/devin.ts';
import { geminiCli, geminiCodeAssist } from './rows/gemini.ts';
import { jules } from './rows/jules.ts';
import { kiro } from './rows/kiro.ts';
import { openclaw } from './rows/openclaw.ts';
import { openhands } from './rows/openhands.ts';

/** Every agent there is, one row each. Where rows share a login, the first is taken for it without a number. */
export const AGENTS: readonly Agent[] = [
  copilotCodingAgent,
  copilotCli,
  copilotIde,
  copilotReview,
  copilotAutofix,
  claudeCode,
  claudeGithubApp,
  claudeGithubAgent,
  codex,
  cursor,
  devin,
  jules,
  geminiCli,
  geminiCodeAssist,
  aider,
  openhands,
  openclaw,
  amazonQ,
  kiro,
];
