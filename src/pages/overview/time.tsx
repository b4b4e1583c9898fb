import { shortTime } from '../../core/render/time.ts';

/** `22 Nov 12:00 UTC`, with the year for programs that read it. */
export const Time = ({ at }: { readonly at: number }) => {
  const iso = new Date(at).toISOString();
  return <time datetime={iso}>{shortTime(iso)}</time>;
};
