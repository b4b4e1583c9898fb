import { Command, Option } from 'commander';
import type { Environment } from '../server/configuration.ts';
import { withInput } from './local/input.ts';
import type { ValidateOptions } from './validate/validate.ts';

/** `agentguard validate`: whether a policy file is right, and what of it has no effect. */
export const validateCommand = (environment: Environment): Command =>
  new Command('validate')
    .description('Say whether a policy file is valid, with line and column of what is not.')
    .argument('[files...]', 'policy files; `-` reads one from stdin (default: .agentguard.yml)')
    .option('--floor <file>', "validate this as the organisation's floor, and hold the others against it")
    .option('--repo <folder>', 'the clone whose files patterns are tried on', '.')
    .addOption(new Option('--format <format>', 'how to print').choices(FORMATS).default('text'))
    .addHelpText(
      'after',
      `
Errors are what makes a file invalid: the strict defaults would hold in its place. Warnings are values that the
floor overrules, freezes that have ended and, in a clone, patterns and entries that no file fits.

Exits 0 when every file is valid (whatever the warnings), 1 when one is not, 2 when one cannot be read.

Examples:
  agentguard validate
  agentguard validate .agentguard.yml --floor ../.github/.agentguard.yml
  agentguard validate --format github        # in a workflow: annotations on the lines
  git show main:.agentguard.yml | agentguard validate -
`,
    )
    .action((files: string[], options: ValidateOptions) =>
      withInput(async () => {
        const { validate } = await import('./validate/validate.ts');
        await validate(files, options, environment);
      }),
    );

const FORMATS = ['text', 'json', 'github'] as const satisfies readonly ValidateOptions['format'][];
