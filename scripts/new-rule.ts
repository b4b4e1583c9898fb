/** `npm run new:rule -- family/rule-id`: a rule to fill in. */
import { newRule } from './new/rule.ts';
import { run } from './new/run.ts';

run(newRule, 'test/core/rules/examples.test.ts');
