import { minute } from '../../render/time.ts';
import type { Listed, Tally, Told } from '../tally.ts';
import { markup, NOTHING, type Markup } from './markup.ts';
import { duration, figure } from './words.ts';

/** What stands out, by name: overrides, exposures, freezes, reverts. Of many the newest. */
export function lists({ overrides, exposures, freezes, reverts }: Tally): Markup {
  const told = [
    list('Overrides', ['When', 'On', 'Who', 'Why'], overrides, toldCells),
    list(
      'What came past the gate',
      ['When', 'On', 'What', 'For how long'],
      exposures,
      ({ since, subject, what, who, until, how, by, seconds }) => [
        minute(since),
        subject,
        `${what} by ${who ?? 'somebody unknown'}`,
        until === null
          ? `${duration(seconds)}, not ended when this was exported`
          : `${duration(seconds)}; ${how ?? 'ended'}${by === null ? '' : ` by ${by}`}`,
      ],
    ),
    list('Freezes', ['When', 'Of', 'Who', 'Why'], freezes, toldCells),
    list('Reverts', ['When', 'Of', 'Who', 'Why'], reverts, toldCells),
  ];
  if (told.every((each) => each === NOTHING)) return NOTHING;
  return markup`<h2>Worth a look</h2>
    ${told}`;
}

const toldCells = ({ at, subject, who, why }: Told): string[] => [
  minute(at),
  subject,
  who || 'not known',
  why || 'none given',
];

function list<Item>(
  name: string,
  head: readonly string[],
  { count, newest }: Listed<Item>,
  cells: (item: Item) => readonly string[],
): Markup {
  if (count === 0) return NOTHING;
  const rest = count > newest.length ? `: the newest ${newest.length} of ${figure(count)}` : '';
  return markup`<table class="listed">
    <caption>
      ${name}${rest}
    </caption>
    <thead>
      <tr>
        ${head.map((each) => markup`<th scope="col">${each}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${newest.map(
        (item) =>
          markup`<tr>
            ${cells(item).map((cell) => markup`<td>${cell}</td>`)}
          </tr> `,
      )}
    </tbody>
  </table> `;
}
