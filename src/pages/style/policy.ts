/** The policy page and its playground; the rest it shares with the page of a pull request. */
export const POLICY = `
.policy td pre { margin: 0; padding: 0; border: 0; background: none; font-size: 0.8125rem; }
.policy .problems pre { padding: 0.25rem 0.5rem; margin: 0.25rem 0 0; }
.policy form > label { display: block; margin: 0.75rem 0 0.25rem; }
.policy textarea { display: block; min-height: 20rem; }
.policy textarea[aria-invalid='true'] { border: 2px solid var(--bad); }
.policy .problems, .policy .refused { border-left: 4px solid var(--bad); padding: 0.25rem 0.75rem; margin: 0.75rem 0; }
.policy fieldset { margin: 1rem 0; min-width: 0; }
.policy fieldset label { display: block; font-weight: 400; padding: 0.2rem 0; }
.policy input[type='checkbox'] { width: 1.5rem; height: 1.5rem; margin: 0 0.25rem 0 0; vertical-align: middle; }
.policy .overruled { margin: 0.4rem 0 0; border-left: 4px solid var(--warn); padding-left: 0.5rem; }
.policy .judged { border: 1px solid var(--line); border-radius: 6px; padding: 0 1rem 0.5rem; margin: 1rem 0; }
.policy summary { cursor: pointer; margin: 0.75rem 0; }
`;
