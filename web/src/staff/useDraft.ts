import { useMemo, useState } from "react";

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * What somebody is editing, beside what is saved. What is saved anew, here or elsewhere, is taken over,
 * unless something else was typed meanwhile. `inputOf`: what would be sent, by which two drafts are compared.
 */
export function useDraft<Saved, Draft, Input>(
  saved: Saved,
  draftOf: (saved: Saved) => Draft,
  inputOf: (draft: Draft) => Input,
) {
  const [base, setBase] = useState(saved);
  const [draft, setDraft] = useState(() => draftOf(saved));
  if (!same(base, saved)) {
    setBase(saved);
    if (same(inputOf(draft), inputOf(draftOf(base)))) {
      setDraft(draftOf(saved));
    }
  }
  const input = useMemo(() => inputOf(draft), [draft, inputOf]);
  const isDirty = useMemo(
    () => !same(input, inputOf(draftOf(saved))),
    [input, saved, draftOf, inputOf],
  );
  return { draft, input, isDirty, setDraft, reset: () => setDraft(draftOf(saved)) };
}
