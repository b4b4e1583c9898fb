import { speaksOfFindings } from './conditions.ts';
import { fromEntry } from './entries.ts';
import { controlObligations, findingObligations, uncovered } from './gate.ts';
import type { ObligationInput, PlannedObligation } from './planned.ts';

/** Which reviews this change owes, from the policy's entries, the control files and the findings. */
export function planObligations(input: ObligationInput): PlannedObligation[] {
  const control = controlObligations(input);
  if (!input.gated) return control;
  const asking = input.reviews
    .map((entry, index) => ({ entry, index }))
    .filter(({ index }) => input.triggered[index] === true);
  const ofFindings = asking.filter(({ entry }) => speaksOfFindings(entry));
  const onFiles = asking
    .filter(({ entry }) => !speaksOfFindings(entry))
    .flatMap((one) => fromEntry(one, input));
  const onFindings = ofFindings.flatMap((one) => fromEntry(one, input));
  const spokenFor = ofFindings.map(({ entry }) => entry);
  return [
    ...onFiles,
    ...uncovered(onFiles, input),
    ...onFindings,
    ...findingObligations(input, spokenFor),
    ...control,
  ];
}
