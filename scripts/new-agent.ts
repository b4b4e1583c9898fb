/** `npm run new:agent -- kind/agent-id`: an agent's row to fill in. */
import { newAgent } from './new/agent.ts';
import { run } from './new/run.ts';

run(newAgent, 'test/core/agents');
