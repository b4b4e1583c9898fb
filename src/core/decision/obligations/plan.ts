import { speaksOfFindings } from './conditions.ts';
import { fromEntry } from './entries.ts';
import { controlObligations, findingObligations, uncovered } from './gate.ts';
import type { ObligationInput, PlannedObligation } from './planned.ts';

/**
 * Which reviews this change owes, from the policy's entries, the control files and the findings. What an entry covers
 * takes the place of what the gate would ask by itself, unless it is not even certain that the entry is meant.
 */
export function planObligations(input: ObligationInput): PlannedObligation[] {
  const control = controlObligations(input);
  if (!input.gated) return control;
  if (input.instead) return [input.instead, ...control];
  const asking = input.reviews.flatMap((entry, index) => {
    const state = input.entries[index];
    if (state?.triggered !== true) return [];
    const obligations = fromEntry({ entry, index }, input);
    return [{ entry, obligations, certain: state.certain, ofFindings: speaksOfFindings(entry) }];
  });
  const onFiles = asking.filter(({ ofFindings }) => !ofFindings);
  const onFindings = asking.filter(({ ofFindings }) => ofFindings);
  const certain = asking.filter((each) => each.certain);
  const covering = certain.filter(({ ofFindings }) => !ofFindings).flatMap(({ obligations }) => obligations);
  const speaking = certain.filter(({ ofFindings }) => ofFindings).map(({ entry }) => entry);
  return [
    ...onFiles.flatMap(({ obligations }) => obligations),
    ...uncovered(covering, input),
    ...onFindings.flatMap(({ obligations }) => obligations),
    ...findingObligations(input, speaking),
    ...control,
  ];
}
