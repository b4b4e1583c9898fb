import type { Child } from 'hono/jsx';
import type { Line, Mark, Part, Section } from '../../core/render/explanation.ts';
import { shown } from './text.ts';

/** More lines than these of one section are counted and not shown. */
const LINES_SHOWN = 60;

const SIGN: Readonly<Record<Mark, string>> = { met: '✓', open: '…', refused: '✗', idle: '–', plain: '·' };
const SAID: Readonly<Record<Mark, string>> = {
  met: 'Met: ',
  open: 'Open: ',
  refused: 'Does not count or blocks: ',
  idle: 'Does not apply: ',
  plain: '',
};

/** What was asked and how it stands: the tree that `agentguard explain` prints. */
export const Tree = ({ sections }: { readonly sections: readonly Section[] }) => (
  <>
    {sections.map(({ heading, lines }) => (
      <section>
        <h3>{heading}</h3>
        <Lines lines={lines} />
      </section>
    ))}
  </>
);

const Lines = ({ lines }: { readonly lines: readonly Line[] }): Child => (
  <ul class="tree">
    {lines.slice(0, LINES_SHOWN).map(({ mark, text, under }) => (
      <li class={`is-${mark}`}>
        <span class="sign" aria-hidden="true">
          {SIGN[mark]}
        </span>
        <span class="hidden">{SAID[mark]}</span>
        {words(text)}
        {under.length > 0 && <Lines lines={under} />}
      </li>
    ))}
    {lines.length > LINES_SHOWN && <li>and {lines.length - LINES_SHOWN} more</li>}
  </ul>
);

const words = (parts: readonly Part[]): Child[] =>
  parts.map((part) =>
    typeof part === 'string' ? shown(part, 600).replaceAll('`', '') : <b>{shown(part.name, 120)}</b>,
  );
