/** A part of a long list. */
export interface Part<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly pages: number;
}

const PAGE = 20;

/** The part of a list that an address asks for; the nearest there is where it asks for none of them. */
export function partOf<T>(list: readonly T[], asked: string | undefined): Part<T> {
  const pages = Math.max(1, Math.ceil(list.length / PAGE));
  const number = /^[1-9]\d{0,5}$/.test(asked ?? '') ? Number(asked) : 1;
  const page = Math.min(number, pages);
  return { items: list.slice((page - 1) * PAGE, page * PAGE), page, pages };
}

/** Links to the parts before and after. @param href the address of a part */
export const Paging = ({
  label,
  part: { page, pages },
  href,
}: {
  readonly label: string;
  readonly part: Part<unknown>;
  readonly href: (page: number) => string;
}) =>
  pages === 1 ? null : (
    <nav class="paging" aria-label={label}>
      {page > 1 && (
        <a href={href(page - 1)} rel="prev">
          ← Previous
        </a>
      )}
      <span>
        Page {page} of {pages}
      </span>
      {page < pages && (
        <a href={href(page + 1)} rel="next">
          Next →
        </a>
      )}
    </nav>
  );
